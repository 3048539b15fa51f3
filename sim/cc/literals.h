// Constants and string literals (C17 6.4.4, 6.4.5): from their spelling to their value.
#pragma once

#include "sim/cc/lex.h"

namespace sim::cc {

// The token an integer or floating constant's spelling stands for. Reports what is wrong with it.
Token number_token(const Piece& piece, Diagnostics& diagnostics);
// A character constant: an int, the bytes of 'ab' as gcc packs them.
Token character_token(const Piece& piece, Diagnostics& diagnostics);
// One string literal, escapes resolved.
Token string_token(const Piece& piece, Diagnostics& diagnostics);

}  // namespace sim::cc
