#!/usr/bin/env bash
# Measures speed and memory against rivals, side by side, and puts the table into README.md; the numbers are in test-results/bench.json.
#   bash scripts/bench.sh [--rounds N] [--only log,jobs,cards,server,lesson]      with --only the README stays as it is

# shellcheck source=scripts/common.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"
# shellcheck source=scripts/build.sh
source "$ROOT/scripts/build.sh" # brings setup.sh with it
# shellcheck source=scripts/editor.sh
source "$ROOT/scripts/editor.sh"

readonly BENCH_PACKAGES=(clangd-19 ripgrep) # rivals

install_bench_npm_packages() {
  local folder=$ROOT/tests/bench
  [[ -f $folder/node_modules/.package-lock.json && $folder/node_modules/.package-lock.json -nt $folder/package-lock.json ]] && return 0
  say "installing the npm packages of the rivals"
  (cd "$folder" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2) ||
    die "npm could not install the packages of tests/bench." "Read its messages above."
}

# Not the tests: a run of the benchmark needs none of them.
build_programs() {
  (cd "$ROOT" && cmake --preset default -DTT_BENCH=ON >&2) || die "CMake could not configure the build." "Read its messages above."
  say "building the daemon and the programs that measure"
  (cd "$ROOT" && cmake --build --preset default --target tt-bringup tt-bringup-supervisor tt-bringup-git bench_tools >&2) || die "They do not compile." "Read the messages above."
}

main() {
  set_up --editor --browser
  install_packages "${BENCH_PACKAGES[@]}"
  install_bench_npm_packages
  build_programs
  build_extension
  set_up_editor
  cd "$ROOT"
  node tests/bench/run.mjs "$@"
}

main "$@"
