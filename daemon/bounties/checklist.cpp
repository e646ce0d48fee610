#include "checklist.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <set>

#include "checklist_lines.hpp"

namespace tt::bounties {
namespace {

constexpr std::string_view kPhaseMark = "phase: ";

// One line that can't hold a mark of its own.
std::string one_line(std::string_view text) {
  std::string out;
  for (const char c : text) out += c == '\n' || c == '\r' ? ' ' : c;
  for (std::size_t at = out.find("<!--"); at != std::string::npos; at = out.find("<!--", at)) out.insert(at + 1, " ");
  return out;
}

std::string item_line(const ChecklistItem& item, std::string_view line_end) {
  return fmt::format("- [ ] {} <!-- {} -->{}", one_line(item.text), item.id, line_end);
}

std::string phase_heading(const ChecklistPhase& phase, std::string_view line_end) {
  return fmt::format("## {} <!-- {}{} -->{}", one_line(phase.title), kPhaseMark, phase.id, line_end);
}

// Where phase `id` begins; nothing where the file lacks it.
std::optional<std::size_t> find_phase(const std::vector<ChecklistLine>& lines, const std::string& id) {
  const std::string mark = std::string(kPhaseMark) + id;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (std::ranges::find(lines[i].marks, mark) != lines[i].marks.end()) return i;
  }
  return std::nullopt;
}

bool begins_phase(const ChecklistLine& line) {
  return std::ranges::any_of(line.marks, [](std::string_view mark) { return mark.starts_with(kPhaseMark); });
}

// The line before which new items of the phase that begins at `start` go: after its last list item and what hangs on
// that, else after its last line that isn't blank.
std::size_t end_of_items(const std::vector<ChecklistLine>& lines, std::size_t start) {
  // A heading that the user turned into plain text ends at the next one of the size that we write.
  const std::size_t level = lines[start].heading == 0 ? 2 : lines[start].heading;
  std::size_t after_items = 0, after_text = start + 1;
  bool hanging = false;  // the lines since the last item belong to it
  for (std::size_t i = start + 1; i < lines.size(); ++i) {
    const ChecklistLine& line = lines[i];
    if (begins_phase(line) || (line.heading != 0 && line.heading <= level)) break;
    if (line.blank) continue;
    after_text = i + 1;
    hanging = line.list_item || (hanging && line.indented);
    if (hanging) after_items = i + 1;
  }
  return after_items != 0 ? after_items : after_text;
}

std::vector<ChecklistItem> missing_items(const ChecklistPhase& phase, std::set<std::string, std::less<>>& known) {
  std::vector<ChecklistItem> missing;
  for (const ChecklistItem& item : phase.items) {
    if (known.insert(item.id).second) missing.push_back(item);
  }
  return missing;
}

}  // namespace

std::string new_checklist(const Checklist& checklist) {
  std::string out = fmt::format("# {}\n", one_line(checklist.title));
  for (const ChecklistPhase& phase : checklist.phases) {
    out += "\n" + phase_heading(phase, "\n") + "\n";
    for (const ChecklistItem& item : phase.items) out += item_line(item, "\n");
  }
  return out;
}

std::string merge_checklist(std::string_view existing, const Checklist& checklist) {
  if (existing.empty()) return new_checklist(checklist);
  const std::vector<ChecklistLine> lines = split_checklist(existing);
  const std::string_view line_end = lines.front().text.ends_with("\r\n") ? "\r\n" : "\n";
  std::set<std::string, std::less<>> known;
  for (const ChecklistLine& line : lines) known.insert(line.marks.begin(), line.marks.end());

  std::map<std::size_t, std::string> insertions;  // before which line, what
  std::string tail;                               // new phases
  for (const ChecklistPhase& phase : checklist.phases) {
    const std::optional<std::size_t> start = find_phase(lines, phase.id);
    const std::vector<ChecklistItem> missing = missing_items(phase, known);
    std::string added;
    for (const ChecklistItem& item : missing) added += item_line(item, line_end);
    if (start) {
      const std::size_t place = end_of_items(lines, *start);
      // Markdown wants a blank line between a heading and a list only for looks, but the new file has one too.
      if (!added.empty() && place == *start + 1) added.insert(0, line_end);
      insertions[place] += added;
    } else if (!missing.empty() || phase.items.empty()) {
      tail += fmt::format("{0}{1}{0}{2}", line_end, phase_heading(phase, line_end), added);
    }
  }

  std::string out;
  const auto put = [&](std::string_view text) {
    if (text.empty()) return;
    if (!out.empty() && !out.ends_with('\n')) out += line_end;
    out += text;
  };
  for (std::size_t i = 0; i <= lines.size(); ++i) {
    if (const auto found = insertions.find(i); found != insertions.end()) put(found->second);
    if (i < lines.size()) out += lines[i].text;
  }
  put(tail);
  return out;
}

}  // namespace tt::bounties
