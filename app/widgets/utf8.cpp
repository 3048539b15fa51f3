#include "app/widgets/utf8.h"

namespace app::widgets {
namespace {

constexpr char32_t kReplacement = 0xfffd;

// Bytes that follow a lead byte; -1 for a byte that leads nothing.
int following(unsigned char lead) {
    if (lead < 0x80) return 0;
    if (lead >= 0xc2 && lead < 0xe0) return 1;
    if (lead >= 0xe0 && lead < 0xf0) return 2;
    if (lead >= 0xf0 && lead < 0xf5) return 3;
    return -1;
}

}  // namespace

char32_t next_code_point(std::string_view text, std::size_t& at) {
    const auto lead = static_cast<unsigned char>(text[at++]);
    const int more = following(lead);
    if (more <= 0) return more == 0 ? lead : kReplacement;
    char32_t code = lead & (0x3fu >> more);
    for (int i = 0; i < more; ++i) {
        if (at >= text.size() || (static_cast<unsigned char>(text[at]) & 0xc0) != 0x80) return kReplacement;
        code = code << 6 | (static_cast<unsigned char>(text[at++]) & 0x3f);
    }
    return code;
}

}  // namespace app::widgets
