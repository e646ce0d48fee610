#include "gates/lines.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

using tt::gates::find_measurements;

namespace {

// "pcc=0.98;top1=90", so that a case is one line.
std::string found_in(std::string_view line) {
  std::string text;
  for (const tt::gates::Found& f : find_measurements(line))
    text += fmt::format("{}{}={}", text.empty() ? "" : ";", f.name, f.value);
  return text;
}

constexpr std::string_view kLogged = "2026-03-04 05:06:07.890 | INFO     | models.phi.tests.test_mlp:test_mlp:41 - ";

}  // namespace

TEST_CASE("a logged message is what follows loguru's prefix") {
  struct Case {
    std::string_view line, message;
  };
  const Case cases[] = {
      {"2026-03-04 05:06:07.890 | INFO     | a.b:f:12 - hello - there", "hello - there"},
      {"2026-03-04 05:06:07.890 | CRITICAL | __main__:<module>:7 - x", "x"},
      {"2026-03-04 05:06:07.890 | info     |          Device | Opening (x.cpp:1)", ""},  // tt-metal's C++ logger
      {"2026-03-04 05:06:07 | INFO     | a.b:f:12 - x", ""},
      {"2026-03-04 05:06:07.890 | INFO     | a.b:f - x", ""},
      {"2026-03-04 05:06:07.890 | INFO     | a b:12 - x", ""},
      {"2026-03-04 05:06:07.890 | ", ""},
      {"", ""},
  };
  for (const Case& c : cases) {
    CAPTURE(c.line);
    CHECK(tt::gates::loguru_message(c.line) == c.message);
  }
}

TEST_CASE("logged values are measured") {
  struct Case {
    std::string_view message, found;
  };
  const Case cases[] = {
      {"PCC: 0.99981", "pcc=0.99981"},
      {"PCC: PCC: 0.9", "pcc=0.9"},
      {"PCC value 0.9215 is lower than 0.99", "pcc=0.9215"},
      {"Max ATOL Delta: 0.25, Max RTOL Delta: 1.5, PCC: 0.9971", "pcc=0.9971;atol=0.25"},
      {"layer 3, k_cache pcc=0.5, v_cache pcc=0.75", "pcc=0.5;pcc=0.75"},
      {"PCC: nan", "pcc=nan"},
      {"PCC: -0.125.", "pcc=-0.125"},
      {"PCC: 1e-05, low", "pcc=1e-05"},
      {"PCC: 99.9", ""},  // not a correlation
      {"PCC: none", ""},
      {"PCC: 0.99x", ""},
      {"XPCC: 0.5", ""},
      {"PCCs: 0.5", ""},
      {"expected PCC: 0.99", ""},
      {"required_pcc=0.99, pcc=0.5", "pcc=0.5"},
      {"PCC threshold: 0.99", ""},
      {"checking PCC >= 0.99", ""},
      {" Top1 Accuracy: 87.25%, Top5 Accuracy: 95.5%", "top1=87.25;top5=95.5"},
      {"Tokens   0-100: Top-1 accuracy:  91 %, Top-5 accuracy:  97 %", "top1=91;top5=97"},
      {"Top-1: 90% | Top-5: 98%", "top1=90;top5=98"},
      {"Top-1: 90", ""},
      {"Top-1: 190%", ""},
      {"Top10 Accuracy: 90%", ""},
      {"Average speed: 40.0ms @ 25.0 tok/s/user (800.0 tok/s throughput)", "tokens/s/user=25;tokens/s=800"},
      {"Iteration 12: 31ms @ 32.3 tok/s/user (1033.6 tok/s throughput)", "tokens/s/user=32.3;tokens/s=1033.6"},
      {"Average speed: 40.0ms @ 25.0 tok/s/user", "tokens/s/user=25"},
      {"128th token decode time: 35.0ms [28.5 t/s/u, 912.0 t/s]", "token128=35"},
      {"1st token decode time: 35.0ms [28.5 t/s/u, 912.0 t/s]", ""},
      {"Prefill compile time: 12.5s", "prefillCompile=12.5"},
      {"Decode compile time: 3s", "decodeCompile=3"},
      {"Decode compile time: 3", ""},
      {"Average Time to First Token (TTFT): 104.5ms", "ttft=104.5"},
      {"Average Time to First Token (TTFT): 104 ms", "ttft=104"},
      {"Average Time to First Token (TTFT): soon", ""},
      {"Reading inputs...", ""},
  };
  for (const Case& c : cases) {
    CAPTURE(c.message);
    CHECK(found_in(std::string(kLogged) + std::string(c.message)) == c.found);
  }
}

TEST_CASE("a line that isn't logged counts only where it begins with the value's name") {
  struct Case {
    std::string_view line, found;
  };
  const Case cases[] = {
      {"PCC: 0.99981", "pcc=0.99981"},
      {"PCC value 0.92 is lower than 0.99", "pcc=0.92"},
      {"Top-1: 90% | Top-5: 98%", "top1=90;top5=98"},
      {"Average speed: 40.0ms @ 25.0 tok/s/user (800.0 tok/s throughput)", "tokens/s/user=25;tokens/s=800"},
      {"Prefill compile time: 12.5s", "prefillCompile=12.5"},
      {"128th token decode time: 35.0ms [28.5 t/s/u]", "token128=35"},
      // The first line that a test prints under -s.
      {"ops/test_a.py::test_b[2 x 3] PCC: 0.75", "pcc=0.75"},
      {"ops/test_a.py::test_b 2026-01-02 03:04:05.678 | INFO     | ops.test_a:test_b:4 - reached PCC: 0.625", "pcc=0.625"},
      {"ops/test_a.py::test_b[PCC: 0.99] PASSED", ""},
      {"ops/test_a.py::test_b > PCC: 0.99", ""},
      // What a traceback echoes.
      {"print(f\"Prefill compile time: 12.5s\")", ""},
      {">       assert_with_pcc(expected, actual, pcc=0.99)", ""},
      {"> PCC: 0.99", ""},
      {"E   AssertionError: PCC: 0.5", ""},
      {"E PCC: 0.5", ""},
      {"    logger.info(f\"PCC: 0.99\")", ""},
      {"    PCC: 0.99", ""},
      {"pcc = 0.99", ""},
      {"PCC = 0.99", ""},
      {"PCC=0.99", ""},
      {"pcc=0.99)", ""},
      {"pcc: 0.99", ""},
      {"PCC: -inf", "pcc=nan"},
      {"PCC: inf", "pcc=nan"},
      {"result: PCC: 0.99", ""},
      {"assert_with_pcc(a, b, pcc=0.99)", ""},
  };
  for (const Case& c : cases) {
    CAPTURE(c.line);
    CHECK(found_in(c.line) == c.found);
  }
}
