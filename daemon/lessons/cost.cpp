#include "cost.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "line_index.hpp"

namespace tt::lessons {
namespace {

// An upper bound of the containers that are open after a line that opens one. A block quote takes a column of every line
// in it, a list at least two, so a line can't be deeper than its prefix is wide. 0 for a line that opens none.
std::size_t nesting(std::string_view line) {
  std::size_t quotes = 0, lists = 0, blanks = 0;
  for (std::size_t i = 0; i < line.size();) {
    const char c = line[i];
    std::size_t mark = 1;
    if (c == ' ' || c == '\t') {
      blanks += c == '\t' ? 4 : 1;
    } else if (c == '>') {
      ++quotes;
    } else {
      const std::size_t digits = std::min(line.find_first_not_of("0123456789", i), line.size()) - i;
      if (digits > 0 && i + digits < line.size() && (line[i + digits] == '.' || line[i + digits] == ')')) {
        mark = digits + 1;
      } else if (c != '-' && c != '+' && c != '*') {
        break;
      }
      if (i + mark < line.size() && line[i + mark] != ' ' && line[i + mark] != '\t') break;
      ++lists;
    }
    i += mark;
  }
  return quotes + lists == 0 ? 0 : quotes + lists + blanks / 2;
}

// Blank even to a parser for which an indented '>' is text.
bool ends_paragraph(std::string_view line) { return line.find_first_not_of(" \t") == std::string_view::npos; }

// Columns of the table whose delimiter row this would be; 0 for any other line.
std::size_t table_columns(std::string_view line) {
  if (line.find_first_not_of(" \t>|:-+*.)0123456789") != std::string_view::npos) return 0;
  return static_cast<std::size_t>(std::ranges::count(line, '|')) + 1;
}

// What one run of lines without a blank one holds; no paragraph is longer.
struct Run {
  std::size_t lines = 0;
  std::size_t brackets = 0;

  // Matching a bracket walks the paragraph's lines from the first.
  std::size_t cost() const { return brackets * (lines + 600); }
};

}  // namespace

Result<void> check_cost(std::string_view file, std::string_view body, std::size_t first_line) {
  const auto refuse = [&](std::string_view shape, std::size_t line) {
    return fail(ErrorKind::kTooLarge, fmt::format("{} can't be shown: {} (line {}).", file, shape, first_line + line),
                "Split the lesson, or write that part more simply.");
  };
  const LineIndex source(body);
  Run run;
  std::size_t cost = 0, deepest = 0;
  for (std::size_t i = 0; i < source.count(); ++i) {
    const std::string_view line = source.bare(i);
    deepest = std::max(deepest, nesting(line));
    if (deepest > kNestingLimit) return refuse(fmt::format("lists and quotes are nested deeper than {}", kNestingLimit), i);
    if (table_columns(line) > kTableColumnsLimit + 2)
      return refuse(fmt::format("a table has more than {} columns", kTableColumnsLimit), i);
    cost += deepest;
    if (ends_paragraph(line)) {
      cost += run.cost();
      run = {};
    } else {
      ++run.lines;
      run.brackets += static_cast<std::size_t>(std::ranges::count_if(line, [](char c) { return c == '[' || c == ']'; }));
    }
    if (cost + run.cost() > kCostLimit) return refuse("too many brackets or too much nesting in one paragraph, list or table", i);
  }
  return {};
}

}  // namespace tt::lessons
