// Under the cells: the frame in focus, its first bytes, and every address that leads to it.
#include <algorithm>

#include "app/views/format.h"
#include "app/views/paint.h"

namespace app::views {
namespace {

using namespace sim::report;
using session::Detail;

constexpr std::size_t kBytesInLine = 8;

std::string hex_bytes(std::span<const std::uint8_t> bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (std::uint8_t byte : bytes) {
        if (!text.empty()) text += ' ';
        text += digits[byte >> 4];
        text += digits[byte & 15];
    }
    return text;
}

std::string printable(std::span<const std::uint8_t> bytes) {
    std::string text;
    for (std::uint8_t byte : bytes) {
        if (byte >= 0x20 && byte < 0x7f)
            text += static_cast<char>(byte);
        else
            text += "·";
    }
    return text;
}

std::int32_t first_int(std::span<const std::uint8_t> bytes) {
    std::uint32_t value = 0;
    for (std::size_t n = 4; n-- > 0;) value = value << 8 | bytes[n];
    return static_cast<std::int32_t>(value);
}

// Two lines of bytes with what they say as text; the first int in words at detail 1.
float draw_bytes(const Scene& scene, const Pen& pen, Rect rect, sim::Pfn pfn) {
    if (!scene.frame_bytes) return 0;
    const std::span<const std::uint8_t> bytes = scene.frame_bytes(pfn);
    if (bytes.size() < 2 * kBytesInLine) return 0;
    if (!scene.at_least(Detail::mechanism)) {
        const std::string words = "its first int is " + std::to_string(first_int(bytes));
        pen.write({rect.x, rect.y}, words, pen.strong(pen.theme.text), rect.w);
        return 24;
    }
    const TextStyle mono = pen.mono(pen.theme.text, kSmall);
    const float text_width = pen.width("········", mono) + 14;
    const bool with_text = pen.width("00 00 00 00 00 00 00 00", mono) + text_width < rect.w;
    const int lines = rect.h > 90 ? 2 : 1;
    for (int line = 0; line < lines; ++line) {
        const auto part = bytes.subspan(static_cast<std::size_t>(line) * kBytesInLine, kBytesInLine);
        const bool any = std::any_of(part.begin(), part.end(), [](std::uint8_t byte) { return byte != 0; });
        const TextStyle style = pen.mono(any ? pen.theme.text : pen.theme.dim, kSmall);
        const float y = rect.y + 18 * static_cast<float>(line);
        const float end = rect.x + pen.write({rect.x, y}, hex_bytes(part), style, rect.w);
        if (with_text) pen.write({end + 14, y}, printable(part), style, text_width);
    }
    return 18 * static_cast<float>(lines) + 8;
}

void draw_mapping(const Scene& scene, const Pen& pen, Rect row, const Mapping& mapping) {
    pen.letter(scene, mapping.pid, {row.x, row.y}, 17);
    const TextStyle style = pen.mono(pen.theme.text, kSmall);
    const std::string full = address_text(mapping.page);
    const bool whole = pen.width(full, style) <= row.w - 26;
    pen.write({row.x + 26, row.y + 1}, whole ? full : short_address(mapping.page), style, row.w - 26);
    pen.mark(row, select_page(mapping.pid, mapping.page), "Another address of the same frame");
}

void draw_mapped_by(const Scene& scene, const Pen& pen, Rect rect) {
    constexpr float kPitch = 23;
    const TextStyle dim = pen.body(pen.theme.dim, kMono);
    if (scene.mapping_count == 0) {
        pen.write({rect.x, rect.y}, "mapped by nobody", dim, rect.w);
        return;
    }
    const float label = pen.write({rect.x, rect.y}, "mapped by", dim, rect.w) + 12;
    auto places = static_cast<std::size_t>(std::max(1.0f, (rect.h + 4) / kPitch));
    const bool cut = scene.mapping_count > places;
    if (cut && places > 1) --places;
    const std::size_t shown = std::min(places, scene.mappings.size());
    for (std::size_t n = 0; n < shown; ++n) {
        const float y = rect.y + kPitch * static_cast<float>(n);
        draw_mapping(scene, pen, {rect.x + label, y, rect.w - label, 19}, scene.mappings[n]);
    }
    const float y = rect.y + kPitch * static_cast<float>(shown);
    if (cut && y + 16 <= rect.bottom()) {
        pen.write({rect.x + label, y}, "+ " + count_text(scene.mapping_count - shown) + " more", dim, rect.w - label);
    }
}

std::string owner_words(const Scene& scene, const FrameRow& frame) {
    if (frame.owner == FrameOwner::table && !scene.at_least(Detail::mechanism)) return "the kernel's own";
    return frame_owner_text(*scene.now, frame);
}

}  // namespace

void paint_frame_detail(const Scene& scene, const Pen& pen, Rect rect) {
    if (rect.h < 20) return;
    if (!scene.focus || scene.hidden_frame(*scene.focus)) {
        const char* words = scene.focus ? "?" : "No frame is shared.";
        pen.write({rect.x, rect.y + 4}, words, pen.body(pen.theme.dim, kMono), rect.w);
        return;
    }
    const FrameRow* frame = scene.now->frame(*scene.focus);
    const float name = pen.write({rect.x, rect.y + 2}, "frame " + frame_label(*scene.now, *scene.focus),
                                 pen.strong(pen.theme.text), rect.w);
    pen.mark({rect.x, rect.y, rect.w, 20}, select_frame(*scene.focus),
             "PFN: page frame number, where in physical memory");
    const bool segment = frame != nullptr && frame->owner == FrameOwner::segment;
    const TextStyle owner = pen.mono(segment ? pen.theme.on_panel(pen.theme.segment) : pen.theme.dim, kSmall);
    const std::string words = frame != nullptr ? owner_words(scene, *frame) : "free";
    const bool beside = name + pen.width(words, owner) + 16 <= rect.w;
    if (beside)
        pen.write_right(rect.right(), rect.y + 4, words, owner, rect.w - name - 14);
    else
        pen.write({rect.x, rect.y + 20}, words, owner, rect.w);
    float y = rect.y + (beside ? 25 : 38);
    if (frame != nullptr && y + 18 <= rect.bottom()) {
        y += draw_bytes(scene, pen, {rect.x, y, rect.w, rect.bottom() - y}, *scene.focus);
    }
    if (y + 18 <= rect.bottom()) draw_mapped_by(scene, pen, {rect.x, y, rect.w, rect.bottom() - y});
}

}  // namespace app::views
