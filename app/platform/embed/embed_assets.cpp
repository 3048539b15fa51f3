// Build-time tool: writes the files of assets/ and the fonts into one C++ source.
//
//     embed_assets OUT.cpp ASSETS_DIR [NAME=FILE]...
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>

namespace {

std::string read_file(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

// A string literal of the bytes, in pieces short enough for every compiler. Octal, three digits: no escape can run on.
void write_literal(std::FILE* out, const std::string& bytes) {
    constexpr std::size_t kPiece = 2048;
    for (std::size_t at = 0; at == 0 || at < bytes.size(); at += kPiece) {
        std::fputs("\n    \"", out);
        for (unsigned char byte : bytes.substr(at, kPiece)) {
            const bool plain = byte >= ' ' && byte < 0x7f && byte != '"' && byte != '\\' && byte != '?';
            if (plain) {
                std::fputc(byte, out);
            } else {
                std::fprintf(out, "\\%03o", byte);
            }
        }
        std::fputc('"', out);
    }
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 3) {
        std::fputs("usage: embed_assets OUT.cpp ASSETS_DIR [NAME=FILE]...\n", stderr);
        return 2;
    }
    std::map<std::string, std::filesystem::path> files;
    const std::filesystem::path root = argv[2];
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
        if (entry.is_regular_file()) files[entry.path().lexically_relative(root).generic_string()] = entry.path();
    }
    for (int i = 3; i < argc; ++i) {
        const std::string pair = argv[i];
        const auto equals = pair.find('=');
        files[pair.substr(0, equals)] = pair.substr(equals + 1);
    }
    std::FILE* out = std::fopen(argv[1], "w");
    if (out == nullptr) {
        std::perror(argv[1]);
        return 2;
    }
    std::fputs(
        "#include \"app/platform/embedded.h\"\n\nnamespace app::platform {\n\nconst EmbeddedFile kEmbedded[] = {\n",
        out);
    for (const auto& [name, path] : files) {
        const std::string bytes = read_file(path);
        std::fprintf(out, "  {\"%s\", %zu,", name.c_str(), bytes.size());
        write_literal(out, bytes);
        std::fputs("},\n", out);
    }
    std::fprintf(out, "};\nconst unsigned long kEmbeddedCount = %zu;\n\n}  // namespace app::platform\n", files.size());
    return std::fclose(out) == 0 ? 0 : 2;
}
