#include "text_places.hpp"

#include <algorithm>

namespace tt::authoring {
namespace {

std::size_t length_of(char lead) {
  const auto byte = static_cast<unsigned char>(lead);
  return byte < 0xC0 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

// Of the bytes of one line.
std::uint32_t code_units(std::string_view bytes) {
  std::uint32_t units = 0;
  for (std::size_t i = 0; i < bytes.size(); i += length_of(bytes[i])) units += length_of(bytes[i]) == 4 ? 2 : 1;
  return units;
}

}  // namespace

std::optional<std::size_t> TextPlaces::offset_of(Position position) const {
  if (position.line >= line_count()) return std::nullopt;
  if (position.line >= lines_.count()) return text_.size();
  const std::string_view line = lines_.bare(position.line);
  std::size_t at = 0;
  for (std::uint32_t units = 0; at < line.size();) {
    const std::size_t length = length_of(line[at]);
    units += length == 4 ? 2 : 1;
    if (units > position.character) break;
    at = std::min(at + length, line.size());
  }
  return lines_.start_of(position.line) + at;
}

Position TextPlaces::position_of(std::size_t offset) const {
  offset = std::min(offset, text_.size());
  if (offset == text_.size() && ends_with_line_end()) return {static_cast<std::uint32_t>(lines_.count()), 0};
  const std::size_t line = lines_.line_of(offset);
  const std::string_view bare = lines_.bare(line);
  const std::size_t within = std::min(offset - lines_.start_of(line), bare.size());
  return {static_cast<std::uint32_t>(line), code_units(bare.substr(0, within))};
}

TextSpan TextPlaces::line_around(std::size_t offset) const {
  if (offset >= text_.size() && ends_with_line_end()) return {text_.size(), text_.size()};
  const std::size_t line = lines_.line_of(std::min(offset, text_.size()));
  return {lines_.start_of(line), lines_.start_of(line) + lines_.bare(line).size()};
}

TextSpan TextPlaces::words_of_line(std::size_t line) const {
  if (line >= lines_.count()) return {};
  const std::string_view bare = lines_.bare(line);
  const std::size_t begin = std::min(bare.find_first_not_of(" \t"), bare.size());
  const std::size_t end = bare.find_last_not_of(" \t");
  const std::size_t start = lines_.start_of(line);
  return {start + begin, start + (end == std::string_view::npos ? begin : end + 1)};
}

TextSpan place_of(const lessons::Problem& problem, const TextPlaces& places) {
  if (!problem.span.empty() && problem.span.end <= places.text().size() && problem.span.begin < problem.span.end)
    return problem.span;
  const TextSpan line = places.words_of_line(problem.line > 0 ? problem.line - 1 : 0);
  if (problem.line == 0 || problem.subject.empty()) return line;
  const std::size_t found = places.text().substr(line.begin, line.end - line.begin).find(problem.subject);
  if (found == std::string_view::npos) return line;
  return {line.begin + found, line.begin + found + problem.subject.size()};
}

}  // namespace tt::authoring
