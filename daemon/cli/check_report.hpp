// What `tt-bringup check` found, as text, as JSON, or as SARIF.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "authoring/text_places.hpp"
#include "lessons/problem.hpp"

namespace tt::cli {

enum class CheckFormat { kText, kJson, kSarif };

// "text", "json", "sarif"; nothing for another word.
std::optional<CheckFormat> check_format(std::string_view word);

struct Finding {
  lessons::Problem problem;
  std::optional<authoring::Range> range;  // nothing where the file can't be read, or the whole of it is meant
};

struct CheckedPack {
  std::string id;
  std::string root;  // absolute
  std::size_t lessons = 0;
  std::size_t commands = 0;
  std::vector<Finding> findings;
};

std::size_t errors_in(const CheckedPack& pack);

// Ends in a line end. Lines and columns count from 1, columns in UTF-16 code units. Text is one line for each finding, as compilers
// write it, and one for each pack; JSON one object; SARIF the standard's version 2.1.0 (OASIS, 2020), with one base of addresses
// for each pack.
std::string report(std::span<const CheckedPack> packs, CheckFormat format);

}  // namespace tt::cli
