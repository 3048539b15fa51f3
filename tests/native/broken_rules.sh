#!/usr/bin/env bash
# Do the random sequences notice a wrong rule? Breaks the simulated kernel as each broken_rules/*.patch says, one at a
# time, in a checkout of the last commit, and compares up to 2,000 random sequences: each rule must be found.
#   broken_rules.sh [SEED]
# Without the machine's invariants, which would notice some of them first.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
patches=$PWD/tests/native/broken_rules seed=${1:-1}
copy=$PWD/build/broken-rules

git worktree remove --force "$copy" 2>/dev/null || true
git worktree prune
mkdir -p build
git worktree add --quiet --detach --force "$copy"
trap 'git worktree remove --force "$copy"' EXIT
cd "$copy"
cmake -S . -B build -G Ninja -DCMAKE_BUILD_TYPE=Release -DSHMSCOPE_TESTS=ON -Wno-dev >/dev/null
missed=0
for patch in "$patches"/*.patch; do
  head -n 1 "$patch"
  git apply "$patch"
  cmake --build build --target random_compare >build/log || { tail build/log; exit 2; }
  status=0
  build/tests/random_compare --sequences 2000 --seed "$seed" --failures build >build/found 2>&1 || status=$?
  git apply --reverse "$patch"
  case $status in
    0) echo "  not found in 2,000 sequences"; missed=1 ;;
    1) grep '^Falsifiable' build/found; sed -n '/^process/,/ observations checked /p' build/found | sed 's/^/  /' ;;
    *) tail build/found; exit "$status" ;;
  esac
done
exit $missed
