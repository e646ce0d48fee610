// The configurations that these tests read: of real models' shapes, written for the tests.
#pragma once

#include <doctest/doctest.h>

#include <string>

#include "base/files.hpp"
#include "models/config.hpp"

namespace tt::test {

inline models::Config config_named(const std::string& name) {
  const Result<std::string> text = read_file(std::string(TT_TEST_DATA) + "/configs/" + name + ".json", models::kMaxConfig);
  REQUIRE(text.has_value());
  Result<models::Config> config = models::parse_config(*text);
  REQUIRE_MESSAGE(config.has_value(), name);
  return std::move(*config);
}

}  // namespace tt::test
