#!/usr/bin/env bash
# Builds the libFuzzer targets and gives each a million inputs, as many targets at a time as there are cores. Takes an hour or so.
# The last line is `N passed, N failed`; what a target found, and its log, are in build-fuzz/findings.
#   bash scripts/fuzz.sh [ROOM...]      only the targets of these rooms, such as gates
#   RUNS=10000 bash scripts/fuzz.sh     so many inputs

# shellcheck source=scripts/common.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"

readonly RUNS=${RUNS:-1000000}
readonly FINDINGS=$ROOT/build-fuzz/findings

# fuzz ROOM: prints the target's counts; fails where it found something.
fuzz() {
  local target=fuzz_$1 status=0 log inputs
  local corpus=$ROOT/build-fuzz/corpus/$1
  log=$FINDINGS/$target.log
  mkdir -p "$corpus"
  # A single input may take 10 s under the sanitizers, and 2 GiB: more would be a finding of its own.
  "$ROOT/build-fuzz/tests/fuzz/$target" -runs="$RUNS" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
    -artifact_prefix="$FINDINGS/$target-" "$corpus" >"$log" 2>&1 || status=$?
  inputs=$(sed -nE 's/^stat::number_of_executed_units: *([0-9]+)$/\1/p' "$log" | tail -n 1)
  if ((status == 0 && ${inputs:-0} >= RUNS)); then
    printf '%s: %s inputs, 0 findings: 1 passed, 0 failed\n' "$target" "$inputs"
  else
    printf '%s: a finding after %s inputs, see %s: 0 passed, 1 failed\n' "$target" "${inputs:-no}" "$log"
    return 1
  fi
}

if [[ ${1:-} == --one ]]; then
  fuzz "$2"
  exit
fi

cd "$ROOT"
mkdir -p "$FINDINGS"
rooms=("$@")
if ((${#rooms[@]} == 0)); then
  for source in tests/fuzz/*_fuzz.cpp; do
    source=${source##*/}
    rooms+=("${source%_fuzz.cpp}")
  done
fi
say "building ${#rooms[@]} targets"
cmake --preset fuzz >"$FINDINGS/configure.log"
nice cmake --build --preset fuzz --target "${rooms[@]/#/fuzz_}" >"$FINDINGS/build.log" || {
  tail -n 30 "$FINDINGS/build.log" >&2
  die "The fuzz targets could not be built."
}
say "$RUNS inputs for each of: ${rooms[*]}"
printf '%s\n' "${rooms[@]}" | xargs -P "$(nproc)" -I{} bash scripts/fuzz.sh --one {} | tee "$FINDINGS/counts.log" || true
passed=$(grep -c '1 passed, 0 failed$' "$FINDINGS/counts.log" || true)
failed=$((${#rooms[@]} - passed))
printf '%d passed, %d failed\n' "$passed" "$failed"
((failed == 0))
