#include "lesson.hpp"

#include <fmt/format.h>

#include "base/utf8.hpp"
#include "cost.hpp"
#include "encoding.hpp"
#include "render.hpp"

namespace tt::lessons {
namespace {

// CommonMark 0.31, 2.3: U+0000 becomes U+FFFD.
std::string without_nuls(const std::string& text) {
  std::string out;
  for (char c : text) {
    if (c == '\0') {
      out += "\xEF\xBF\xBD";
    } else {
      out += c;
    }
  }
  return out;
}

void read_front_matter(const Split& split, Lesson& lesson) {
  const auto missing = [&](std::uint32_t line, std::string rule, std::string message) {
    lesson.problems.push_back({lesson.file, line, Severity::kError, std::move(rule), std::move(message)});
  };
  if (!split.found) {
    missing(1, "front-matter-missing", "The lesson has no front matter: its first line has to be `---`.");
  } else if (!split.closed) {
    missing(1, "front-matter-malformed", "The front matter isn't closed by a line `---`.");
  } else {
    FrontMatterResult result = parse_front_matter(lesson.file, split.yaml);
    lesson.front_matter = std::move(result.value);
    lesson.problems = std::move(result.problems);
  }
}

}  // namespace

// FNV-1a, 64 bits (draft-eastlake-fnv-17): the revision tells edits apart, it doesn't keep secrets.
std::string revision_of(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (char c : text) hash = (hash ^ static_cast<std::uint8_t>(c)) * 0x100000001b3;
  return fmt::format("{:016x}", hash);
}

std::string file_stem(std::string_view file) {
  file.remove_prefix(file.rfind('/') + 1);  // npos + 1 is 0
  if (file.ends_with(".md")) file.remove_suffix(3);
  return std::string(file);
}

Result<Lesson> parse_lesson(std::string_view file, std::string_view text) {
  const auto too_large = [&] {
    return fail(ErrorKind::kTooLarge, fmt::format("{} is larger than the limit of {} bytes.", file, kLessonLimit),
                "Split the lesson.");
  };
  if (text.size() > kLessonLimit) return too_large();
  Lesson lesson;
  lesson.file = file;
  lesson.revision = revision_of(text);
  const std::string_view whole = text;
  std::string mended;
  if (!utf8::is_valid(text) || text.contains('\0')) {
    mended = without_nuls(utf8::replace_invalid(text));
    text = mended;
    if (text.size() > kLessonLimit) return too_large();  // U+FFFD takes three bytes
    lesson.problems.push_back({lesson.file, 0, Severity::kError, "bad-utf8",
                               "The file holds bytes that aren't UTF-8 text; they are shown as \xEF\xBF\xBD."});
  }
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  if (std::optional<RepairedText> repaired = repair_mac_roman(text)) {
    mended = std::move(repaired->text);
    text = mended;
    lesson.problems.push_back(
        {lesson.file, repaired->first_line, Severity::kWarning, "decoded-wrongly",
         fmt::format("The file was read as Mac Roman once and saved so; {} characters are shown as they were before.",
                     repaired->places)});
  }

  const Split split = split_front_matter(text);
  std::vector<Problem> before = std::move(lesson.problems);
  lesson.problems.clear();
  read_front_matter(split, lesson);
  lesson.problems.insert(lesson.problems.begin(), before.begin(), before.end());

  // Of a text that was mended the places aren't those of the file.
  const std::optional<std::size_t> body_offset =
      mended.empty() ? std::optional(static_cast<std::size_t>(split.body.data() - whole.data())) : std::nullopt;
  if (auto affordable = check_cost(file, split.body, split.body_line); !affordable) return std::unexpected(affordable.error());
  if (auto rendered = render(split.body, split.body_line, body_offset, lesson); !rendered) return std::unexpected(rendered.error());

  FrontMatter& front = lesson.front_matter;
  if (front.id.empty()) front.id = file_stem(file);
  if (front.title.empty()) front.title = lesson.headings.empty() ? front.id : lesson.headings.front().text;
  sort_by_line(lesson.problems);
  return lesson;
}

}  // namespace tt::lessons
