#include "jobdir/redact.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>

using namespace tt::jobdir;

TEST_CASE("secrets go by value and by shape, everything else stays") {
  const std::vector<std::string> values{"opensesame", "short", "sesame-street", "line one\nline two"};
  struct Case {
    std::string text, expected;
  };
  const std::string tail = "AbCdEfGhIjKlMnOpQrStUv0123456789";
  const Case cases[] = {
      {"", ""},
      {"nothing here", "nothing here"},
      {"x opensesame y", "x [redacted] y"},
      {"opensesameopensesame", "[redacted][redacted]"},
      {"opensesame-street", "[redacted]"},
      {"opensesam", "opensesam"},
      {"this is short", "this is short"},
      {"a line one\nline two b", "a [redacted] b"},
      {"t=hf_" + tail, "t=[redacted]"},
      {"ghp_" + tail + "\n", "[redacted]\n"},
      {"gho_" + tail + " ghs_" + tail, "[redacted] [redacted]"},
      {"github_pat_11ABC_" + tail + ".", "[redacted]."},
      {"AKIAIOSFODNN7EXAMPLE;", "[redacted];"},
      {"hf_model_config_for_everything_there_is", "hf_model_config_for_everything_there_is"},
      {"ghp_short", "ghp_short"},
      {"AKIAshort", "AKIAshort"},
      {"ghx_" + tail, "ghx_" + tail},
  };
  for (const Case& c : cases) CHECK(redact(c.text, values) == c.expected);
}

TEST_CASE("the same is taken out however a log arrives in pieces") {
  struct Case {
    std::string log, expected;
  };
  const Case cases[] = {
      {"x aaaaaaabhorse battery\xFFK correct horse battery opensesame aaaaaaab",
       "x [redacted][redacted]\xFFK [redacted] opensesame [redacted]"},
      // A token in a token: the outer one may go on where the inner one ends.
      {"Aghs_hf_aaaaahorstteryaI_aaA;", "A[redacted];"},
      {"ghs_AKIAIOSFODNN7EXAMPLE_b;", "[redacted];"},
      // A secret that begins in a token, and a token in a token of a narrower alphabet.
      {"hf_hhf_RRRR0RRRRRRRRRRRRRRRRcorrect horseRRR;", "hf_h[redacted]RRR;"},
      {"hf_RRRR0RRRRRRRRRRRRRRRRRRRghs_AbCdEfGhIjKlMn_OpQr;", "[redacted];"},
  };
  for (const Case& c : cases) {
    for (std::size_t step = 1; step <= c.log.size(); ++step) {
      CAPTURE(step);
      Redactor redactor({"correct horse", "horse battery", "aaaaaaab"});
      std::string out;
      for (std::size_t at = 0; at < c.log.size(); at += step) redactor.push(std::string_view(c.log).substr(at, step), 0, out);
      redactor.release(out);
      CHECK(out == c.expected);
    }
  }
}

TEST_CASE("names of variables that hold secrets are known in any case") {
  for (const char* name : {"HF_TOKEN", "hf_token", "AWS_SECRET_ACCESS", "db_password", "SSH_KEY_FILE", "MYSQL_PASSWD"}) {
    CHECK(is_secret_name(name));
  }
  for (const char* name : {"PATH", "HOME", "", "TOKE", "SHELL"}) CHECK_FALSE(is_secret_name(name));
}

TEST_CASE("10,000 secrets cut at random borders: none gets through, and nothing else is lost") {
  std::mt19937 random(7);
  const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random()) % n; };
  const std::vector<std::string> values{"opensesame", "sesame sesame sesam", "aaaaaab", std::string(300, 'k') + "end"};
  const std::string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
  const auto token = [&](const std::string& prefix) {
    std::string text = prefix;
    for (std::size_t i = 16 + below(80); i > 0; --i) text += alphabet[below(alphabet.size())];
    return text;
  };
  const std::string prefixes[] = {"hf_", "ghp_", "gho_", "ghs_", "github_pat_", "AKIA"};
  // Ordinary words that begin like secrets.
  const std::string words[] = {"open ",       "opensesam ", "gh",           "g",         "AK IA ", "hf_ ",
                               "aaaa aaaaa ", "\n",         "hello world ", "github_pa "};
  std::string input, expected;
  for (int i = 0; i < 10'000; ++i) {
    for (std::size_t n = below(4); n > 0; --n) {
      const std::string& word = words[below(std::size(words))];
      input += word, expected += word;
    }
    const bool known = below(2) == 0;
    const std::string secret = known ? values[below(values.size())] : token(prefixes[below(std::size(prefixes))]);
    input += " " + secret + "|";
    expected += " [redacted]|";
  }
  for (const std::size_t longest : {1u, 7u, 100u, 70'000u}) {
    Redactor redactor(values);
    std::string out;
    for (std::size_t at = 0; at < input.size();) {
      const std::size_t size = std::min(1 + below(longest), input.size() - at);
      redactor.push(std::string_view(input).substr(at, size), 0, out);
      at += size;
    }
    redactor.release(out);
    CHECK((out == expected));
  }
}

TEST_CASE("a tail that may begin a secret is held for a second, then shown, and the rest is still taken out") {
  Redactor redactor({"opensesame"});
  std::string out;
  redactor.push("x", 0, out);
  CHECK(redactor.release_at_ns() == -1);
  redactor.push(" open", 500, out);
  CHECK(out == "x ");
  CHECK(redactor.release_at_ns() == 500 + kHoldLimitNs);
  redactor.release(out);
  CHECK(out == "x open");
  CHECK(redactor.release_at_ns() == -1);
  redactor.push("sesame!", 2'000'000'000, out);
  CHECK(out == "x open[redacted]!");
}

TEST_CASE("what is held back stays small under a token without an end") {
  Redactor redactor({"aaaaaaab"});
  std::string out;
  redactor.push("hf_", 0, out);
  for (int i = 0; i < 1000; ++i) redactor.push(std::string(1000, 'a'), 0, out);
  redactor.push(" end", 0, out);
  redactor.release(out);
  CHECK(out == "[redacted] end");
}
