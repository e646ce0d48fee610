#!/usr/bin/env bash
# Sets up, builds, and runs every test; the last line is `N passed, N failed`. Logs and screenshots go to test-results/.
#   bash scripts/test.sh [SUITE...]      only those suites, by their names in the table that it prints

# shellcheck source=scripts/common.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"
# shellcheck source=scripts/build.sh
source "$ROOT/scripts/build.sh" # brings setup.sh with it
# shellcheck source=scripts/editor.sh
source "$ROOT/scripts/editor.sh"

readonly RESULTS=$ROOT/test-results

# The suites, in order, cheap ones first. Each line: name, limit in seconds, how it counts, command.
#   check: the command's success is one test    count: its last line is `N passed, N failed`    node: as node's own test runner says
readonly SUITES=(
  'format       120  check  check_format'
  'generated    120  check  npm run --silent generate:check'
  'typecheck    180  check  check_types'
  'lint         300  check  npm run --silent lint'
  'packs         60  check  build/tt-bringup check walkthroughs'
  'daemon       900  count  run_ctest'
  'clients      180  count  node tests/clients/node_client.mjs'
  'lessons      600  count  node tests/lessons/walk.mjs'
  'practice     600  count  python3 tests/practice/walk.py'
  'editors      240  count  node tests/editors/run.mjs'
  'faults       300  count  node tests/faults/run.mjs'
  'extension    180  node   npm run --silent test:extension'
  'page         300  count  node tests/page/run.mjs'
  'host         420  count  node tests/host/run.mjs'
  'e2e         1200  count  node tests/e2e/run.mjs'
  'start        300  check  bash scripts/start.sh --check'
)

check_format() {
  git ls-files -z '*.cpp' '*.hpp' | xargs -0 --no-run-if-empty clang-format-19 --dry-run --Werror
}

check_types() {
  npm run --silent typecheck
  node_modules/.bin/tsc -p tests/host
}

# The summary of each doctest program is at the end of its output, so that is the part to keep.
run_ctest() {
  local status=0
  ctest --test-dir build --parallel "$(nproc)" --timeout 300 --output-on-failure --no-tests=error \
    --output-junit "$RESULTS/ctest.xml" --test-output-truncation head \
    --test-output-size-passed 20000 --test-output-size-failed 200000 || status=$?
  node scripts/ctest_counts.mjs "$RESULTS/ctest.xml"
  return "$status"
}

# counts_in LOG COUNTING: prints `PASSED FAILED` where the log says them.
counts_in() {
  case $2 in
    count) grep -aE '^[0-9]+ passed, [0-9]+ failed$' "$1" | tail -n 1 | sed -E 's/ passed,| failed//g' ;;
    # Its default report marks the summary with another sign where it writes to a terminal.
    node) sed -nE 's/^(#|ℹ) (pass|fail) ([0-9]+)$/\3/p' "$1" | tail -n 2 | paste -sd ' ' ;;
  esac
}

total_passed=0
total_failed=0
table=()

# run_suite NAME LIMIT COUNTING COMMAND...
run_suite() {
  local name=$1 limit=$2 counting=$3 status=0 passed=0 failed=0 note='' line started=$SECONDS
  shift 3
  local log=$RESULTS/$name.log
  say "$name: $*"
  # A shell function cannot be given to `timeout`, so the suite is this script once more.
  timeout --kill-after=20 "$limit" bash "$ROOT/scripts/test.sh" --in-suite "$@" >"$log" 2>&1 </dev/null || status=$?
  if [[ $counting != check ]]; then
    line=$(counts_in "$log" "$counting" || true)
    if [[ $line =~ ^([0-9]+)\ ([0-9]+)$ ]]; then
      passed=${BASH_REMATCH[1]}
      failed=${BASH_REMATCH[2]}
    else
      failed=1
      note='ended without a count'
    fi
    if ((passed + failed == 0)); then
      failed=1
      note='ran nothing'
    fi
    if ((status != 0 && failed == 0)); then
      failed=1
      note="exit status $status"
    fi
  elif ((status == 0)); then
    passed=1
  else
    failed=1
  fi
  ((status != 124 && status != 137)) || note="over its limit of $limit s"
  if ((failed > 0)); then
    say "$name failed${note:+ ($note)}; the end of $log:"
    tail -n 60 "$log" >&2
  fi
  ((total_passed += passed, total_failed += failed)) || true
  table+=("$(printf '%-10s %6d passed %5d failed %6d s  %s' "$name" "$passed" "$failed" $((SECONDS - started)) "$note")")
}

# What must be there before any suite can run; its failure is the one result.
prepare() {
  set_up --editor --browser --other-editors
  build_all
  say "packaging the extension"
  (cd "$ROOT" && npm run --silent package >"$RESULTS/package.log" 2>&1) || {
    tail -n 30 "$RESULTS/package.log" >&2
    die "The extension could not be packaged."
  }
  set_up_editor
}

is_wanted() {
  local name=$1 wanted
  shift
  (($# == 0)) && return 0
  for wanted in "$@"; do
    [[ $wanted == "$name" ]] && return 0
  done
  return 1
}

main() {
  local suite name limit counting command
  mkdir -p "$RESULTS"
  cd "$ROOT"
  if ! (prepare); then
    printf '0 passed, 1 failed\n'
    exit 1
  fi
  for suite in "${SUITES[@]}"; do
    read -r name limit counting command <<<"$suite"
    is_wanted "$name" "$@" || continue
    # Word splitting is wanted: none of the commands above has a word with a blank in it.
    # shellcheck disable=SC2086
    run_suite "$name" "$limit" "$counting" $command
  done
  printf '\n'
  ((${#table[@]} == 0)) || printf '%s\n' "${table[@]}"
  printf '\n%d passed, %d failed\n' "$total_passed" "$total_failed"
  ((total_failed == 0 && total_passed > 0))
}

if [[ ${1:-} == --in-suite ]]; then
  shift
  cd "$ROOT"
  "$@"
else
  main "$@"
fi
