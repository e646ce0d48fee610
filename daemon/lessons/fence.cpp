#include "fence.hpp"

#include <algorithm>

#include "info_string.hpp"

namespace tt::lessons {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t'; }

std::size_t run_length(std::string_view line, char fence) { return std::min(line.find_first_not_of(fence), line.size()); }

bool opens_fence(std::string_view line, char fence) {
  line = without_containers(line);
  const std::size_t length = run_length(line, fence);
  return length >= 3 && (fence != '`' || !line.substr(length).contains('`'));
}

// Appends the part of the blanks `run` that covers its last `indent` columns; `column` is the column at which `run` begins.
void append_indent(std::string& out, std::string_view run, std::size_t column, std::size_t indent) {
  std::size_t end = column;
  for (char c : run) end = c == '\t' ? end / 4 * 4 + 4 : end + 1;
  const std::size_t from = end > indent ? end - indent : 0;
  for (std::size_t i = 0; i < run.size(); ++i) {
    const std::size_t next = run[i] == '\t' ? column / 4 * 4 + 4 : column + 1;
    if (column >= from) {
      out.append(run.substr(i));
      return;
    }
    if (next > from) out.append(next - from, ' ');  // the prefix took the front of this tab
    column = next;
  }
}

std::size_t column_of(std::string_view prefix) {
  std::size_t column = 0;
  for (char c : prefix) column = c == '\t' ? column / 4 * 4 + 4 : column + 1;
  return column;
}

}  // namespace

std::string_view without_containers(std::string_view line) {
  for (;;) {
    while (!line.empty() && (is_blank(line.front()) || line.front() == '>')) line.remove_prefix(1);
    std::size_t mark = 0;
    if (!line.empty() && std::string_view("-+*").contains(line.front())) {
      mark = 1;
    } else {
      while (mark < line.size() && line[mark] >= '0' && line[mark] <= '9') ++mark;
      if (mark == 0 || mark >= line.size() || (line[mark] != '.' && line[mark] != ')')) return line;
      ++mark;
    }
    if (mark >= line.size() || !is_blank(line[mark])) return line;
    line.remove_prefix(mark);
  }
}

std::size_t first_code_line(const LineIndex& source, const std::vector<CodeLine>& lines, std::size_t after, char fence,
                            std::optional<std::size_t> opening) {
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].offset) return source.line_of(*lines[i].offset) - std::min(i, source.line_of(*lines[i].offset));
  }
  if (opening) return *opening + 1;
  for (std::size_t line = after; line < source.count(); ++line) {
    if (opens_fence(source.bare(line), fence)) return line + 1;
  }
  return source.count();
}

std::string code_text(const LineIndex& source, const std::vector<CodeLine>& lines, std::size_t first_line) {
  std::string out;
  for (std::size_t i = 0; i < lines.size() && first_line + i < source.count(); ++i) {
    const std::string_view raw = source.raw(first_line + i);
    const std::string_view bare = source.bare(first_line + i);
    const std::size_t start = source.start_of(first_line + i);
    // An offset on another line would mean that md4c skipped one; then the line is taken for blank.
    const bool here = lines[i].offset && *lines[i].offset >= start && *lines[i].offset < start + bare.size();
    const std::size_t content = here ? *lines[i].offset - start : bare.size();
    std::size_t blank = content;
    while (blank > 0 && is_blank(raw[blank - 1])) --blank;
    append_indent(out, raw.substr(blank, content - blank), column_of(raw.substr(0, blank)), lines[i].indent);
    out.append(raw.substr(content));
  }
  return out;
}

std::size_t fence_length(std::string_view line, char fence) { return run_length(without_containers(line), fence); }

bool opens_another(std::string_view line, char fence, std::size_t length) {
  if (length < 3 || !opens_fence(line, fence)) return false;
  line = without_containers(line);
  const std::size_t run = run_length(line, fence);
  if (run < length) return false;
  const InfoString info = read_info_string(line.substr(run));
  // A line of a shell script may hold fences, too; an info string of other words is none of ours.
  const std::string_view rest = line.substr(run);
  return !info.language.empty() &&
         (rest.find_first_of(" \t", rest.find(info.language)) == std::string_view::npos || !info.step.empty());
}

bool closes_fence(std::string_view line, char fence) {
  line = without_containers(line);
  const std::size_t length = run_length(line, fence);
  return length >= 3 && line.find_first_not_of(" \t", length) == std::string_view::npos;
}

}  // namespace tt::lessons
