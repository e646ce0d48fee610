#!/usr/bin/env bash
# Runs clang-tidy over the daemon and the protocol, and fails on any finding. Takes minutes, so it isn't part of `npm test`.
#   bash scripts/tidy.sh [PATTERN]      only sources whose path matches the regular expression

# shellcheck source=scripts/common.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"
# shellcheck source=scripts/setup.sh
source "$ROOT/scripts/setup.sh"

install_packages clang-tidy-19
cd "$ROOT"
[[ -f build/compile_commands.json ]] || die "There is no build to check." "Run: npm run build"
mapfile -t sources < <(git ls-files 'daemon/*.cpp' 'protocol/*.cpp' | grep -v '^protocol/gen/' | grep -E -- "${1:-.}")
say "clang-tidy over ${#sources[@]} files"
printf '%s\0' "${sources[@]}" | xargs -0 -n 2 -P "$(nproc)" clang-tidy-19 -p build --quiet
say "nothing found"
