#include "models/sheet.hpp"

#include <doctest/doctest.h>

using namespace tt;
using models::MeasuredRun;

namespace {

MeasuredRun fast() { return {"#12", "2026-08-14", "n150 0", "performance and batch-32", 28.32, 906.24, 104.2, {}, {}}; }
MeasuredRun accurate() { return {"#13", "2026-08-15", "n150 0", "ci-token-matching", {}, {}, {}, 89.5, 99.0}; }

bool holds(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("a number without a run is left open") {
  CHECK(models::speed_rows({}, 48).starts_with("| not measured |"));
  CHECK(models::speed_rows({accurate()}, 48).starts_with("| not measured |"));
  CHECK(models::accuracy_rows({fast()}).starts_with("| not measured |"));
  const std::string entries = models::target_entries({});
  CHECK(entries.find("status: active") == std::string::npos);
  CHECK(holds(entries, "status: TODO    # not measured"));
}

TEST_CASE("a row names the run that it is from") {
  CHECK(models::speed_rows({fast()}, 48) ==
        "| n150 0 | performance and batch-32 | 28.32 | 906.24 | 104.2 | 59.0 % | #12, 2026-08-14 |\n");
  CHECK(holds(models::speed_rows({fast()}, {}), "| not known | #12"));
  CHECK(models::accuracy_rows({accurate()}) == "| n150 0 | ci-token-matching | 89.5 % | 99 % | #13, 2026-08-15 |\n");
  MeasuredRun partly = accurate();
  partly.top5.reset();
  CHECK(holds(models::accuracy_rows({partly}), "| 89.5 % | not measured |"));
}

TEST_CASE("targets are those of the newest runs that fit the entry") {
  MeasuredRun older = fast();
  older.speed = 1.0;
  MeasuredRun other = fast();
  other.setting = "performance and batch-1";
  other.speed = 45.0;
  const std::string entries = models::target_entries({other, fast(), older, accurate()});
  CHECK(holds(entries, "decode_t/s/u: 28.32\n"));
  CHECK(holds(entries, "prefill_time_to_first_token: 104.2"));
  CHECK(holds(entries, "top1: 89.5\n"));
  CHECK(holds(entries, "top5: 99\n"));
  CHECK_FALSE(holds(entries, "TODO"));
}
