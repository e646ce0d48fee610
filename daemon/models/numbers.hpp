// Numbers as a report shows them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace tt::models {

// "3,821,079,552"
std::string grouped(std::uint64_t number);

// "3.82 billion", "124 million", "950"
std::string rounded_count(std::uint64_t number);

// "4.06 GB", in units of 10^9 bytes
std::string gigabytes(double bytes);

// A cell of a Markdown table: without line breaks, and with its bars escaped.
std::string cell(std::string_view text);

}  // namespace tt::models
