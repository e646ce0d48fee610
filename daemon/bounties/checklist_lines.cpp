#include "checklist_lines.hpp"

#include <algorithm>

namespace tt::bounties {
namespace {

std::string_view trim(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

std::vector<std::string_view> read_marks(std::string_view text) {
  std::vector<std::string_view> marks;
  for (std::size_t open = text.find("<!--"); open != std::string_view::npos; open = text.find("<!--", open)) {
    const std::size_t close = text.find("-->", open + 4);
    if (close == std::string_view::npos) break;
    marks.push_back(trim(text.substr(open + 4, close - open - 4)));
    open = close + 3;
  }
  return marks;
}

// CommonMark's ATX heading: one to six '#', then a blank or nothing.
std::size_t heading_level(std::string_view text) {
  const std::size_t level = std::min(text.find_first_not_of('#'), text.size());
  if (level == 0 || level > 6) return 0;
  return level == text.size() || text[level] == ' ' || text[level] == '\t' ? level : 0;
}

bool begins_list_item(std::string_view text) {
  if (text.starts_with('-') || text.starts_with('*') || text.starts_with('+')) return text.size() > 1 && text[1] == ' ';
  const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
  return digits > 0 && digits + 1 < text.size() && (text[digits] == '.' || text[digits] == ')') && text[digits + 1] == ' ';
}

// The run of backticks or tildes that opens or may close a fence; empty where there is none.
std::string_view fence_of(std::string_view text) {
  if (text.empty() || (text.front() != '`' && text.front() != '~')) return {};
  const std::string_view run = text.substr(0, std::min(text.find_first_not_of(text.front()), text.size()));
  return run.size() >= 3 ? run : std::string_view{};
}

void classify(ChecklistLine& line, std::string_view content) {
  line.heading = heading_level(content);
  line.list_item = begins_list_item(content);
  line.marks = read_marks(content);
}

}  // namespace

std::vector<ChecklistLine> split_checklist(std::string_view text) {
  std::vector<ChecklistLine> lines;
  std::string_view open_fence;
  std::size_t opened_at = 0;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    ChecklistLine line;
    line.text = text.substr(0, end == std::string_view::npos ? text.size() : end + 1);
    text.remove_prefix(line.text.size());
    const std::string_view content = trim(line.text);
    line.blank = content.empty();
    line.indented = !line.blank && (line.text.front() == ' ' || line.text.front() == '\t');
    const std::string_view fence = fence_of(content);
    if (!open_fence.empty()) {
      const bool closes = fence.starts_with(open_fence) && fence.size() == content.size();
      if (closes) open_fence = {};
    } else if (!fence.empty()) {
      open_fence = fence;
      opened_at = lines.size();
    } else {
      classify(line, content);
    }
    lines.push_back(std::move(line));
  }
  // Of a fence that nothing closes, the lines after it count: else what a merge adds there would be missed by the next.
  for (std::size_t i = opened_at; !open_fence.empty() && i < lines.size(); ++i) classify(lines[i], trim(lines[i].text));
  return lines;
}

}  // namespace tt::bounties
