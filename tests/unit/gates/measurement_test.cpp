#include "gates/measurement.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <string>

TEST_CASE("a measurement is written with its name and unit") {
  using tt::gates::Measurement;
  struct Case {
    Measurement measurement;
    std::string text;
  };
  const Case cases[] = {
      {{.name = "pcc", .value = 0.99981}, "PCC 0.99981"},
      {{.name = "pcc", .value = std::nan("")}, "PCC nan"},
      {{.name = "top1", .value = 87.25, .unit = "%"}, "Top-1 87.25 %"},
      {{.name = "top5", .value = 98, .unit = "%"}, "Top-5 98 %"},
      {{.name = "ttft", .value = 104.5, .unit = "ms"}, "TTFT 104.5 ms"},
      {{.name = "tokens/s/user", .value = 25, .unit = "t/s/u"}, "tokens/s/user 25 t/s/u"},
  };
  for (const Case& c : cases) CHECK(describe(c.measurement) == c.text);
}
