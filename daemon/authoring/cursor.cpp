#include "cursor.hpp"

#include <algorithm>

#include "lessons/fence.hpp"
#include "lessons/front_matter.hpp"

namespace tt::authoring {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kStepKey = "step=";

std::string_view view(std::string_view text, TextSpan span) { return text.substr(span.begin, span.end - span.begin); }

// The lines between the two `---`; where the second isn't written yet, those until the first empty one.
std::optional<TextSpan> front_matter_of(std::string_view text) {
  const std::size_t mark = text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
  const lessons::Split split = lessons::split_front_matter(text.substr(mark));
  if (!split.found) return std::nullopt;
  const std::size_t begin = std::min(text.find('\n', mark), text.size() - 1) + 1;
  if (split.closed) return TextSpan{begin, static_cast<std::size_t>(split.yaml.data() - text.data()) + split.yaml.size()};
  const std::size_t blank = text.find("\n\n", begin);
  return TextSpan{begin, blank == std::string_view::npos ? text.size() : blank};
}

// The key at the beginning of a line, where there is one.
std::string_view key_of(std::string_view line) {
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || line.empty() || line.front() == ' ' || line.front() == '-' || line.front() == '#')
    return {};
  return line.substr(0, colon);
}

// The word of a flow list, or of a plain value, around an offset; quotation marks are left out.
TextSpan value_around(std::string_view text, TextSpan value, std::size_t offset) {
  const std::string_view marks = view(text, value).contains('[') ? std::string_view("[,]") : std::string_view("");
  std::size_t begin = offset, end = offset;
  while (begin > value.begin && !marks.contains(text[begin - 1])) --begin;
  while (end < value.end && !marks.contains(text[end])) ++end;
  const auto is_edge = [](char c) { return c == ' ' || c == '\t' || c == '"' || c == '\''; };
  while (begin < end && begin < offset && is_edge(text[begin])) ++begin;
  while (end > begin && end > offset && is_edge(text[end - 1])) --end;
  return {begin, end};
}

Cursor front_matter_cursor(const TextPlaces& places, TextSpan region, std::size_t offset) {
  const std::string_view text = places.text();
  TextSpan line = places.line_around(offset);
  Cursor cursor;
  const std::string_view written = view(text, line);
  const std::size_t first = std::min(written.find_first_not_of(" \t"), written.size());
  if (first < written.size() && written[first] == '-') {
    // An item of a block list: its key stands above.
    const std::size_t begin = line.begin + first + 1;
    if (offset < begin) return cursor;
    for (TextSpan above = line; above.begin > region.begin && cursor.key.empty();) {
      above = places.line_around(above.begin - 1);
      cursor.key = key_of(view(text, above));
    }
    cursor.kind = CursorKind::kFrontMatterValue;
    cursor.word = value_around(text, {begin, line.end}, offset);
    return cursor;
  }
  if (first > 0 && first < written.size()) return cursor;  // a text that goes on
  const std::size_t colon = written.find(':');
  if (colon == std::string_view::npos || offset <= line.begin + colon) {
    cursor.kind = CursorKind::kFrontMatterKey;
    cursor.word = {line.begin, colon == std::string_view::npos ? line.end : line.begin + colon};
    return cursor;
  }
  cursor.kind = CursorKind::kFrontMatterValue;
  cursor.key = written.substr(0, colon);
  cursor.word = value_around(text, {line.begin + colon + 1, line.end}, offset);
  return cursor;
}

// A destination that begins at `begin`: to a blank, the end of the line, or the parenthesis that closes it.
TextSpan destination_from(std::string_view text, std::size_t begin, std::size_t line_end) {
  std::size_t end = begin;
  for (int depth = 0; end < line_end && text[end] != ' ' && text[end] != '\t'; ++end) {
    if (text[end] == '(') ++depth;
    if (text[end] == ')' && depth-- == 0) break;
  }
  return {begin, end};
}

Cursor link_cursor(std::string_view text, TextSpan destination, std::size_t offset) {
  Cursor cursor;
  const std::string_view written = view(text, destination);
  if ((cursor.destination = read_command_destination(text, destination))) {
    if (offset < cursor.destination->command.begin) return cursor;
    if (offset <= cursor.destination->command.end) {
      cursor.kind = CursorKind::kCommand;
      cursor.word = cursor.destination->command;
      return cursor;
    }
    const std::vector<std::size_t>& at = cursor.destination->places;
    const auto decoded = static_cast<std::size_t>(std::ranges::lower_bound(at, offset) - at.begin());
    cursor.kind = CursorKind::kArgument;
    cursor.slot = slot_at(cursor.destination->arguments, std::min(decoded, at.size() - 1));
    cursor.word = cursor.destination->span_of(cursor.slot.begin, cursor.slot.end);
    return cursor;
  }
  const std::size_t hash = written.find('#');
  if (written.substr(0, hash).contains(':')) return cursor;  // another scheme
  if (hash != std::string_view::npos && offset > destination.begin + hash) {
    cursor.kind = CursorKind::kAnchor;
    cursor.lesson = written.substr(0, hash);
    cursor.word = {destination.begin + hash + 1, destination.end};
  } else {
    cursor.kind = CursorKind::kLesson;
    cursor.word = {destination.begin, hash == std::string_view::npos ? destination.end : destination.begin + hash};
  }
  return cursor;
}

}  // namespace

Cursor cursor_at(const TextPlaces& places, std::size_t offset) {
  const std::string_view text = places.text();
  offset = std::min(offset, text.size());
  const std::optional<TextSpan> front = front_matter_of(text);
  const TextSpan line = places.line_around(offset);
  if (front && offset >= front->begin && offset <= front->end && line.begin >= front->begin) {
    const bool at_mark = view(text, line).starts_with("---") || view(text, line).starts_with("...");
    return at_mark ? Cursor{} : front_matter_cursor(places, *front, offset);
  }
  const std::string_view before = text.substr(line.begin, offset - line.begin);
  const std::string_view whole = view(text, line);
  for (const char fence : {'`', '~'}) {
    const std::size_t step = before.rfind(kStepKey);
    if (step == std::string_view::npos || lessons::fence_length(whole, fence) < 3) continue;
    const std::size_t begin = line.begin + step + kStepKey.size();
    const std::size_t end = std::min({text.find(' ', begin), text.find('\t', begin), line.end});
    if (offset > end) continue;
    Cursor cursor;
    cursor.kind = CursorKind::kStep;
    cursor.word = {begin, end};
    return cursor;
  }
  const std::size_t link = before.rfind("](");
  if (link == std::string_view::npos) return {};
  const TextSpan destination = destination_from(text, line.begin + link + 2, line.end);
  return offset <= destination.end ? link_cursor(text, destination, offset) : Cursor{};
}

}  // namespace tt::authoring
