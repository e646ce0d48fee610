#include "sections.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "entity.hpp"
#include "html_writer.hpp"

namespace tt::lessons {
namespace {

// Elements within a sentence: their tags end no word.
constexpr auto kInline = std::to_array<std::string_view>(
    {"a", "b", "code", "del", "em", "i", "kbd", "mark", "s", "samp", "span", "strong", "sub", "sup", "var"});

struct Tag {
  std::string_view source, name;
  bool closes = false;
};

// `html` begins with '<'. Values hold no '>': the writer escapes it.
Tag read_tag(std::string_view html) {
  Tag tag;
  tag.source = html.substr(0, std::min(html.find('>'), html.size() - 1) + 1);
  std::string_view rest = tag.source.substr(1);
  tag.closes = rest.starts_with('/');
  if (tag.closes) rest.remove_prefix(1);
  tag.name = rest.substr(0, rest.find_first_of(" />"));
  return tag;
}

bool is_heading(std::string_view name) { return name.size() == 2 && name[0] == 'h' && name[1] >= '1' && name[1] <= '6'; }

// Appends text with its references decoded.
void append_plain(std::string& out, std::string_view text) {
  while (!text.empty()) {
    const std::size_t reference = text.find('&');
    out.append(text.substr(0, reference));
    if (reference == std::string_view::npos) return;
    text.remove_prefix(reference);
    const std::size_t end = text.find(';');
    const std::optional<std::string> character =
        end == std::string_view::npos ? std::nullopt : decode_entity(text.substr(0, end + 1));
    out.append(character ? *character : "&");
    text.remove_prefix(character ? end + 1 : 1);
  }
}

// One pass over the HTML; a heading's own text isn't its section's.
struct Reader {
  const Lesson& lesson;
  std::vector<TextSection> sections = {{}};
  bool in_heading = false, in_code = false;

  void begin_section_at(const Tag& tag) {
    const std::size_t next = sections.size() - 1;
    if (next >= lesson.headings.size()) return;
    const Heading& heading = lesson.headings[next];
    std::string id = " id=\"";
    append_escaped(id, heading.anchor);
    id += '"';
    if (!tag.source.contains(id)) return;
    sections.push_back({heading.level, heading.text, heading.anchor, {}, {}});
    in_heading = true;
  }

  void tag(const Tag& tag) {
    if (is_heading(tag.name)) {
      if (tag.closes) {
        in_heading = false;
      } else {
        begin_section_at(tag);
      }
    }
    if (tag.name == "pre") in_code = !tag.closes;
    if (std::ranges::find(kInline, tag.name) == kInline.end()) {
      sections.back().text += ' ';
      if (!sections.back().code.empty() && tag.name == "pre") sections.back().code += '\n';
    }
  }

  void text(std::string_view text) {
    if (!in_heading) append_plain(in_code ? sections.back().code : sections.back().text, text);
  }
};

}  // namespace

std::vector<TextSection> sections_of(const Lesson& lesson) {
  Reader reader{lesson};
  for (std::string_view rest = lesson.html; !rest.empty();) {
    if (rest.front() == '<') {
      const Tag tag = read_tag(rest);
      reader.tag(tag);
      rest.remove_prefix(tag.source.size());
    } else {
      const std::size_t end = std::min(rest.find('<'), rest.size());
      reader.text(rest.substr(0, end));
      rest.remove_prefix(end);
    }
  }
  return std::move(reader.sections);
}

}  // namespace tt::lessons
