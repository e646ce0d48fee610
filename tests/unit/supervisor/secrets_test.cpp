#include <doctest/doctest.h>

#include "fixture.hpp"

using namespace tt;
using namespace tt::test;

TEST_CASE("a secret in the output is on disk in no file of the job, by value and by shape, across writes") {
  Job job;
  const std::string value = "correct-horse-battery";
  const std::string token = "hf_ABCDEFGHIJKLMNOPQRSTUVWXYZabcdef12";
  job.message.secrets = {value};
  job.message.environment.push_back("MY_TOKEN=" + value);
  // Cut in two at every place.
  std::string script = "echo \"whole $MY_TOKEN\"; echo 'shape " + token + "';";
  for (std::size_t cut = 1; cut < value.size(); cut += 3) {
    script += "printf '%s' '" + value.substr(0, cut) + "'; sleep 0.02; printf '%s\\n' '" + value.substr(cut) + "';";
  }
  for (std::size_t cut = 1; cut < token.size(); cut += 6) {
    script += "printf '%s' '" + token.substr(0, cut) + "'; sleep 0.02; printf '%s\\n' '" + token.substr(cut) + "';";
  }
  job.shell(script + "echo done");
  job.start();
  CHECK(job.wait().exit_code == 0);
  for (const auto& entry : fs::directory_iterator(job.folder)) {
    if (!entry.is_regular_file()) continue;
    const std::string bytes = slurp(entry.path());
    INFO(entry.path().string());
    CHECK(bytes.find(value) == std::string::npos);
    CHECK(bytes.find(token) == std::string::npos);
    CHECK(bytes.find(token.substr(token.size() - 8)) == std::string::npos);
  }
  CHECK(job.log().starts_with("whole [redacted]\nshape [redacted]\n[redacted]\n"));
  CHECK(job.log().ends_with("[redacted]\ndone\n"));
}

TEST_CASE("a prompt that looks like the beginning of a secret appears within two seconds") {
  Job job;
  job.message.secrets = {"password: sesame"};
  job.shell("printf 'password: '; exec sleep 60");
  job.start();
  CHECK(eventually([&] { return job.log() == "password: "; }, 2s));
}

TEST_CASE("a job that ends in the beginning of a secret keeps those bytes") {
  Job job;
  job.message.secrets = {"abcdefgh"};
  job.shell("printf 'x abcd'");
  job.start();
  job.wait();
  CHECK(job.log() == "x abcd");
}
