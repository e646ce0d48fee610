// A lesson as a value: its front matter, its safe HTML, and everything in it that a program acts on.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "front_matter.hpp"
#include "problem.hpp"

namespace tt::lessons {

inline constexpr std::size_t kLessonLimit = 1024 * 1024;    // bytes of a lesson's file
inline constexpr std::size_t kHtmlLimit = 8 * 1024 * 1024;  // bytes of its HTML

struct Heading {
  std::uint32_t level = 1;  // 1 to 6
  std::string anchor;       // the element's id, unique in the lesson, made by GitHub's rule
  std::string text;         // plain
  std::uint32_t line = 0;
};

// A link that asks for a command. The HTML holds its id and nothing else of it.
struct CommandLink {
  std::string id;              // "l1", "l2", ... in the order of the text; holds for one revision
  std::string label;           // plain, line ends as blanks
  std::string command;         // "tenstorrent.x", whether or not a manifest declares it
  std::string arguments_json;  // after `?`, percent-decoded, not parsed, valid UTF-8, at most 16 KiB; empty without arguments
  std::uint32_t line = 0;
  TextSpan span{};  // of the destination; empty where it holds character references or backslashes
};

// A link to another file of the pack becomes a CommandLink for this command with arguments `["stem"]` or
// `["stem","anchor"]`. The stem is the file's name without `.md`: look it up as an id first, then as a stem (find_lesson).
inline constexpr std::string_view kOpenLessonCommand = "tenstorrent.openLesson";

struct CodeBlock {
  std::string id;          // "b1", "b2", ... in the order of the text; holds for one revision
  std::string language;    // the first word of the info string if it is [A-Za-z0-9+#_.-]{1,40}, else empty
  std::string step;        // of `step=ID` in the info string; empty without. Only such a block can be run.
  std::string text;        // the bytes between the fences, line ends as in the file, without a container's prefix
  std::uint32_t line = 0;  // of the first line of `text`
  TextSpan step_span{};    // of the ID in `step=ID`
};

struct Image {
  std::string path;  // relative to the pack, normalised, no `..`
  std::string alt;
  std::uint32_t line = 0;
  TextSpan span{};  // of the destination
};

// A link to a heading of the same lesson.
struct AnchorLink {
  std::string anchor;  // without `#`, percent-decoded
  std::uint32_t line = 0;
  TextSpan span{};  // of the destination, with `#`
};

struct Lesson {
  std::string file;  // as given to parse_lesson
  FrontMatter front_matter;
  std::string html;  // elements and attributes of the allow-list only (html.hpp), every element closed
  std::vector<Heading> headings;
  std::vector<CommandLink> links;
  std::vector<CodeBlock> blocks;
  std::vector<Image> images;
  std::vector<AnchorLink> anchor_links;
  std::vector<Problem> problems;  // by line
  std::string revision;           // 16 hexadecimal digits, a function of the text alone
};

// Parses a lesson. `file` is its path relative to the pack, '/' between parts; relative links and images are resolved
// against its folder. Bad UTF-8 and NULs are mended (U+FFFD) and reported. Missing or malformed front matter is a problem, not a
// failure: the id is then the file's stem, the title the first heading. kTooLarge over kLessonLimit or kHtmlLimit, or where the
// Markdown is of a shape that takes too long (the message names the shape and its line). Pure: no I/O, no clock.
Result<Lesson> parse_lesson(std::string_view file, std::string_view text);

// What Lesson::revision is for this text.
std::string revision_of(std::string_view text);

// "lessons/first.md" -> "first"
std::string file_stem(std::string_view file);

}  // namespace tt::lessons
