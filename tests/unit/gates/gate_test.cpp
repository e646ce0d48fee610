#include "gates/gate.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

namespace gates = tt::gates;
using gates::Gate;
using gates::Measurement;

namespace {

const double kNan = std::numeric_limits<double>::quiet_NaN();

std::vector<Measurement> printed(const std::string& name, const std::vector<double>& values) {
  std::vector<Measurement> list;
  for (const double value : values)
    list.push_back({.name = name, .value = value, .line = list.size() + 1, .offset = list.size() * 10});
  return list;
}

}  // namespace

TEST_CASE("a gate passes on a measured value and on nothing else") {
  struct Case {
    Gate gate;
    std::string measured;
    std::vector<double> values;
    std::string verdict;
  };
  const Case cases[] = {
      {{"pcc", 0.99, {}}, "pcc", {0.995}, "passed"},
      {{"pcc", 0.99, {}}, "pcc", {0.99}, "passed"},
      {{"pcc", 0.99, {}}, "pcc", {0.9899999}, "failed"},
      {{"pcc", 0.99, {}}, "pcc", {0.999, 0.5, 0.999}, "failed"},  // the worst layer decides
      {{"pcc", 0.99, {}}, "pcc", {0.999, kNan}, "failed"},
      {{"pcc", 0.99, {}}, "pcc", {kNan, 0.999}, "failed"},
      {{"pcc", {}, 0.5}, "pcc", {0.1, 0.6, 0.1}, "failed"},
      {{"pcc", 0.2, 0.5}, "pcc", {0.3, 0.6, 0.4}, "failed"},
      {{"pcc", 0.2, 0.5}, "pcc", {0.3, 0.1, 0.4}, "failed"},
      {{"pcc", 0.2, 0.5}, "pcc", {0.3, 0.4}, "passed"},
      {{"pcc", 0.99, {}}, "pcc", {}, "unknown"},
      {{"pcc", 0.99, {}}, "top1", {99.5}, "unknown"},
      {{"pcc", {}, {}}, "pcc", {0.99}, "unknown"},
      {{"pcc", kNan, {}}, "pcc", {0.99}, "failed"},
      {{"top1", 80, {}}, "top1", {70, 85}, "passed"},  // a running figure: the last one counts
      {{"top1", 80, {}}, "top1", {85, 70}, "failed"},
      {{"ttft", {}, 200}, "ttft", {150}, "passed"},
      {{"ttft", {}, 200}, "ttft", {kNan}, "failed"},
      {{"tokens/s/user", 20, {}}, "tokens/s/user", {3, 25}, "passed"},
  };
  for (const Case& c : cases) {
    CAPTURE(describe(c.gate));
    CAPTURE(c.values.size());
    CHECK(to_string(judge(c.gate, printed(c.measured, c.values))) == c.verdict);
  }
}

TEST_CASE("the deciding measurement is the one that the verdict rests on") {
  const std::vector<Measurement> pcc = printed("pcc", {0.999, 0.5, 0.6});
  CHECK(gates::deciding({"pcc", 0.99, {}}, pcc)->line == 2);
  CHECK(gates::deciding({"pcc", {}, 0.1}, pcc)->line == 1);
  CHECK(gates::deciding({"top1", 80, {}}, pcc) == nullptr);
  std::vector<Measurement> top1 = printed("top1", {70, 85});
  std::swap(top1[0], top1[1]);  // order in the list doesn't matter, order in the log does
  CHECK(gates::deciding({"top1", 80, {}}, top1)->value == 85);
}

TEST_CASE("a gate is written as people write it") {
  CHECK(describe(Gate{"pcc", 0.99, {}}) == "PCC \u2265 0.99");
  CHECK(describe(Gate{"top1", 80, {}}) == "Top-1 \u2265 80 %");
  CHECK(describe(Gate{"ttft", {}, 200}) == "TTFT \u2264 200 ms");
  CHECK(describe(Gate{"tokens/s/user", 12.5, {}}) == "tokens/s/user \u2265 12.5");
  CHECK(describe(Gate{"pcc", 0.1, 0.5}) == "PCC \u2265 0.1 and \u2264 0.5");
}

TEST_CASE("of several gates all have to pass") {
  const std::vector<Gate> both{{"top1", 80, {}}, {"top5", 95, {}}};
  const auto of = [](std::optional<double> top1, std::optional<double> top5) {
    std::vector<Measurement> list;
    if (top1) list.push_back({.name = "top1", .value = *top1, .unit = "%", .line = 1, .offset = 1});
    if (top5) list.push_back({.name = "top5", .value = *top5, .unit = "%", .line = 2, .offset = 2});
    return list;
  };
  struct Case {
    std::optional<double> top1, top5;
    std::string verdict;
  };
  const Case cases[] = {{85, 97, "passed"}, {85, 90, "failed"}, {70, 97, "failed"}, {85, {}, "unknown"},
                        {70, {}, "failed"}, {{}, 90, "failed"}, {{}, {}, "unknown"}};
  for (const Case& c : cases) {
    CAPTURE(c.verdict);
    CHECK(to_string(judge(both, of(c.top1, c.top5))) == c.verdict);
  }
  CHECK(to_string(judge(std::vector<Gate>{}, of(85, 97))) == "unknown");
  CHECK(describe(both) == "Top-1 \u2265 80 %, Top-5 \u2265 95 %");
  CHECK(describe_measured(both, of(85, {})) == "Top-1 85 %, Top-5 \u2265 95 % was not measured");
}
