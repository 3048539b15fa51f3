#include "sim/cc/link.h"

#include <algorithm>
#include <cstring>
#include <optional>
#include <unordered_map>

#include "sim/cc/unsupported_names.h"

namespace sim::cc {

namespace {

// Of what has no place in the program's sources.
constexpr Location kNowhere{0xffff'ffff, 0, 0};

std::string missing_text(const std::string& name) {
    const std::string_view feature = unsupported_feature(name);
    if (feature.empty()) return "undefined reference to '" + name + "'";
    return "not supported by shmscope: '" + name + "' (" + std::string(feature) + ")";
}

// A symbol of the program or the library.
struct Ref {
    std::uint32_t object = 0;  // the program's objects, then the library's
    std::uint32_t symbol = 0;
    bool operator==(const Ref&) const = default;
};

// Definitions with external linkage by name, and what each symbol means once names are resolved.
class Resolver {
public:
    Resolver(const std::vector<Object>& objects, const Library& library) : library_(library), objects_(objects) {}

    const Object& object(std::uint32_t index) const {
        return index < objects_.size() ? objects_[index] : library_.objects[index - objects_.size()];
    }
    const Symbol& symbol(Ref ref) const { return object(ref.object).symbols[ref.symbol]; }
    std::size_t size() const { return objects_.size() + library_.objects.size(); }
    bool in_program(Ref ref) const { return ref.object < objects_.size(); }

    // The program's definitions win over the library's, as an archive's members are taken only when needed.
    void define_all(Diagnostics& diagnostics) {
        for (std::uint32_t o = 0; o < size(); ++o) {
            const std::vector<Symbol>& symbols = object(o).symbols;
            for (std::uint32_t s = 0; s < symbols.size(); ++s) {
                const Symbol& one = symbols[s];
                if (one.internal || one.kind == Symbol::Kind::undefined) continue;
                const auto [entry, fresh] = by_name_.try_emplace(one.name, Ref{o, s});
                if (!fresh && o < objects_.size() && !one.library)
                    diagnostics.error(one.at, "multiple definition of '" + one.name + "'");
            }
        }
    }

    std::optional<Ref> named(const std::string& name) const {
        const auto found = by_name_.find(name);
        return found == by_name_.end() ? std::nullopt : std::optional(found->second);
    }

    std::optional<Ref> resolve(Ref ref) const {
        const Symbol& one = symbol(ref);
        return one.kind == Symbol::Kind::undefined ? named(one.name) : ref;
    }

private:
    const Library& library_;
    const std::vector<Object>& objects_;
    std::unordered_map<std::string, Ref> by_name_;
};

class Linker {
public:
    Linker(const std::vector<Object>& objects, const SourceMap& sources, const Library& library,
           Diagnostics& diagnostics)
        : resolver_(objects, library),
          objects_(objects),
          sources_(sources),
          library_(library),
          diagnostics_(diagnostics) {}

    bool run(hw::Image& image) {
        resolver_.define_all(diagnostics_);
        reach();
        if (diagnostics_.failed()) return false;
        place_code(image);
        place_data(image);
        if (diagnostics_.failed()) return false;
        fill_code(image);
        fill_data(image);
        describe(image);
        return true;
    }

private:
    static std::uint64_t key(Ref ref) { return std::uint64_t{ref.object} << 32 | ref.symbol; }
    std::uint64_t address(Ref ref) const { return addresses_.at(key(ref)); }

    void take(Ref ref) {
        if (seen_.try_emplace(key(ref), true).second) reached_.push_back(ref);
    }

    void take_named(const char* name, const char* missing) {
        if (const std::optional<Ref> ref = resolver_.named(name)) return take(*ref);
        complained_.try_emplace(name, true);
        diagnostics_.error(kNowhere, missing);
    }

    // Everything the program's own sources define, and all that is named from there.
    void reach() {
        for (std::uint32_t o = 0; o < objects_.size(); ++o)
            for (std::uint32_t s = 0; s < objects_[o].symbols.size(); ++s) {
                const Symbol& symbol = objects_[o].symbols[s];
                const bool own = !symbol.library && symbol.kind != Symbol::Kind::undefined && !symbol.name.empty();
                if (own) take({o, s});
            }
        take_named("_start", "the library has no '_start'");
        take_named("main", "undefined reference to 'main'");
        for (std::size_t i = 0; i < reached_.size(); ++i) {
            const Ref from = reached_[i];
            for (const Relocation& relocation : resolver_.symbol(from).relocations)
                take_resolved({from.object, relocation.symbol});
            for (const ScopedName& name : resolver_.symbol(from).names)
                if (name.variable.global) take({from.object, name.symbol});
        }
    }

    void take_resolved(Ref ref) {
        if (const std::optional<Ref> target = resolver_.resolve(ref)) return take(*target);
        const Symbol& missing = resolver_.symbol(ref);
        if (!complained_.try_emplace(missing.name, true).second) return;
        const Location at = resolver_.in_program(ref) ? missing.at : kNowhere;
        diagnostics_.error(at, missing_text(missing.name));
    }

    void place_code(hw::Image& image) {
        // The program's functions first: their addresses are the ones looked at.
        std::stable_sort(reached_.begin(), reached_.end(), [](Ref a, Ref b) { return key(a) < key(b); });
        std::uint32_t at = 0;
        for (const Ref ref : reached_) {
            const Symbol& symbol = resolver_.symbol(ref);
            if (symbol.kind != Symbol::Kind::function) continue;
            addresses_[key(ref)] = kTextBase + at * hw::kInstructionSize;
            at += static_cast<std::uint32_t>(symbol.code.size());
        }
        image.text.resize(at);
    }

    // Gives every data symbol that `wanted` picks an address from `base` on; returns the bytes used.
    template <class Wanted>
    std::uint64_t place_symbols(std::uint64_t base, std::uint64_t used, Wanted wanted) {
        for (const Ref ref : reached_) {
            const Symbol& symbol = resolver_.symbol(ref);
            if (symbol.kind != Symbol::Kind::data || !wanted(symbol)) continue;
            used = (used + symbol.align - 1) / symbol.align * symbol.align;
            addresses_[key(ref)] = base + used;
            used += std::max<std::uint64_t>(symbol.size, 1);
            if (used > kMaxStaticBytes) {
                diagnostics_.error(symbol.at,
                                   "static data take more than " + std::to_string(kMaxStaticBytes >> 20) + " MiB");
                return used;
            }
        }
        return used;
    }

    void place_data(hw::Image& image) {
        const auto zero = [](const Symbol& s) { return s.bytes.empty(); };
        image.rodata.resize(place_symbols(image.rodata_base().value, 0, [](const Symbol& s) { return s.read_only; }));
        const std::uint64_t base = image.data_base().value;
        const std::uint64_t data = place_symbols(base, 0, [&](const Symbol& s) { return !s.read_only && !zero(s); });
        image.data.resize(data);
        image.bss = place_symbols(base, data, [&](const Symbol& s) { return !s.read_only && zero(s); }) - data;
    }

    std::uint64_t target(Ref from, const Relocation& relocation) const {
        const Ref to = *resolver_.resolve({from.object, relocation.symbol});
        return address(to) + static_cast<std::uint64_t>(relocation.addend);
    }

    std::uint32_t file_index(hw::Image& image, const SourceMap& map, std::uint32_t file) {
        if (file >= map.files.size()) return 0;
        const SourceMap::File& source = map.files[file];
        const auto found = std::find_if(image.files.begin(), image.files.end(), [&](const hw::SourceText& known) {
            return known.name == source.name && known.library == source.library;
        });
        if (found != image.files.end()) return static_cast<std::uint32_t>(found - image.files.begin());
        image.files.push_back({source.name, source.text, source.library});
        return static_cast<std::uint32_t>(image.files.size() - 1);
    }

    void fill_code(hw::Image& image) {
        for (const Ref ref : reached_)
            if (resolver_.symbol(ref).kind == Symbol::Kind::function) fill_function(image, ref);
        image.entry = index_of(address(*resolver_.named("_start")));
    }

    static std::uint32_t index_of(std::uint64_t address) {
        return static_cast<std::uint32_t>((address - kTextBase) / hw::kInstructionSize);
    }

    void fill_function(hw::Image& image, Ref ref) {
        const Symbol& symbol = resolver_.symbol(ref);
        const SourceMap& map = resolver_.in_program(ref) ? sources_ : library_.sources;
        const std::uint32_t first = index_of(address(ref));
        for (std::size_t i = 0; i < symbol.code.size(); ++i) {
            hw::Instruction& instruction = image.text[first + i] = symbol.code[i];
            using hw::Op;
            if (instruction.op == Op::jmp || instruction.op == Op::jz || instruction.op == Op::jnz)
                instruction.imm += static_cast<std::int32_t>(first);
            if (instruction.op == Op::stmt) instruction.imm += static_cast<std::int32_t>(image.statements.size());
        }
        for (const Relocation& relocation : symbol.relocations) {
            const std::uint64_t value = target(ref, relocation);
            hw::Instruction& instruction = image.text[first + relocation.at];
            if (instruction.op == hw::Op::call) {
                instruction.imm = static_cast<std::int32_t>(index_of(value));
            } else {
                instruction.imm = static_cast<std::int32_t>(value);
                image.text[first + relocation.at + 1].imm = static_cast<std::int32_t>(value >> 32);
            }
        }
        hw::Function function;
        function.name = symbol.name;
        function.file = file_index(image, map, symbol.at.file);
        function.line = symbol.at.line;
        function.first = first;
        function.end = first + static_cast<std::uint32_t>(symbol.code.size());
        function.library = symbol.library || !resolver_.in_program(ref);
        for (const Location at : symbol.statements)
            image.statements.push_back({file_index(image, map, at.file), at.line, at.column,
                                        static_cast<std::uint32_t>(image.functions.size())});
        for (const ScopedName& name : symbol.names) {
            hw::Variable variable = name.variable;
            variable.first += first;
            variable.end += first;
            variable.type += type_base(image, ref.object);
            if (variable.global) variable.location = static_cast<std::int64_t>(address({ref.object, name.symbol}));
            function.variables.push_back(std::move(variable));
        }
        image.functions.push_back(std::move(function));
    }

    // Where the types of an object begin in the image's table; they are appended when first needed.
    std::uint32_t type_base(hw::Image& image, std::uint32_t object) {
        const auto [entry, fresh] = type_bases_.try_emplace(object, static_cast<std::uint32_t>(image.types.size()));
        if (!fresh) return entry->second;
        for (hw::TypeInfo info : resolver_.object(object).types) {
            info.element += entry->second;
            for (hw::TypeInfo::Member& member : info.members) member.type += entry->second;
            image.types.push_back(std::move(info));
        }
        return entry->second;
    }

    void fill_data(hw::Image& image) {
        for (const Ref ref : reached_) {
            const Symbol& symbol = resolver_.symbol(ref);
            if (symbol.kind != Symbol::Kind::data || symbol.bytes.empty()) continue;
            const std::uint64_t base = symbol.read_only ? image.rodata_base().value : image.data_base().value;
            std::uint8_t* bytes = (symbol.read_only ? image.rodata : image.data).data() + (address(ref) - base);
            std::copy(symbol.bytes.begin(), symbol.bytes.end(), bytes);
            for (const Relocation& relocation : symbol.relocations) {
                const std::uint64_t value = target(ref, relocation);
                for (int i = 0; i < 8; ++i) bytes[relocation.at + i] = static_cast<std::uint8_t>(value >> (8 * i));
            }
        }
    }

    void describe(hw::Image& image) {
        for (const Ref ref : reached_) {
            const Symbol& symbol = resolver_.symbol(ref);
            if (!symbol.listed || symbol.library || !resolver_.in_program(ref)) continue;
            hw::Variable variable;
            variable.name = symbol.name;
            variable.type = type_base(image, ref.object) + symbol.type;
            variable.global = true;
            variable.location = static_cast<std::int64_t>(address(ref));
            variable.end = static_cast<std::uint32_t>(image.text.size());
            image.globals.push_back(std::move(variable));
        }
    }

    Resolver resolver_;
    const std::vector<Object>& objects_;
    const SourceMap& sources_;
    const Library& library_;
    Diagnostics& diagnostics_;
    std::vector<Ref> reached_;
    std::unordered_map<std::uint64_t, bool> seen_;
    std::unordered_map<std::string, bool> complained_;
    std::unordered_map<std::uint64_t, std::uint64_t> addresses_;
    std::unordered_map<std::uint32_t, std::uint32_t> type_bases_;
};

}  // namespace

std::shared_ptr<const hw::Image> link(std::string name, const std::vector<Object>& objects, const SourceMap& sources,
                                      const Library& library, Diagnostics& diagnostics) {
    auto image = std::make_shared<hw::Image>();
    image->name = std::move(name);
    for (const SourceMap::File& file : sources.files)
        if (!file.library) image->files.push_back({file.name, file.text, false});
    if (!Linker(objects, sources, library, diagnostics).run(*image)) return nullptr;
    return image;
}

std::vector<std::string> undefined_in(const Library& library) {
    const std::vector<Object> no_program;
    const SourceMap no_sources;
    Diagnostics ignored(no_sources);
    Resolver resolver(no_program, library);
    resolver.define_all(ignored);
    std::vector<std::string> names;
    for (const Object& object : library.objects)
        for (const Symbol& symbol : object.symbols)
            for (const Relocation& relocation : symbol.relocations) {
                const Symbol& used = object.symbols[relocation.symbol];
                const bool missing = used.kind == Symbol::Kind::undefined && !resolver.named(used.name);
                if (missing && used.name != "main") names.push_back(used.name);
            }
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    return names;
}

}  // namespace sim::cc
