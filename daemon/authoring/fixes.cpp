#include "fixes.hpp"

#include <algorithm>

#include "argument_text.hpp"
#include "destination.hpp"
#include "lessons/encoding.hpp"
#include "lessons/front_matter.hpp"
#include "lessons/front_matter_keys.hpp"
#include "nearest.hpp"

namespace tt::authoring {
namespace {

template <class Names>
std::vector<std::string> strings(const Names& names) {
  return std::vector<std::string>(names.begin(), names.end());
}

// A file's name in words: "flow-chart.png" is "flow chart".
std::string words_of(std::string_view path) {
  path.remove_prefix(path.rfind('/') + 1);  // npos + 1 is 0
  std::string words(path.substr(0, path.rfind('.')));
  std::ranges::replace_if(words, [](char c) { return c == '-' || c == '_' || c == '[' || c == ']'; }, ' ');
  return words;
}

// As YAML in one line.
std::string yaml_text(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

struct Mending {
  const lessons::Problem& problem;
  const Document& document;
  const Knowledge& knowledge;
  TextPlaces places;
  std::vector<Fix> out;

  std::string_view written(TextSpan span) const { return document.text.substr(span.begin, span.end - span.begin); }

  void replace(TextSpan span, const std::vector<std::string>& words) {
    for (const std::string& word : words) out.push_back({"Change to `" + word + "`", {{span, word}}});
  }

  // The subject, where it stands by itself.
  void replace_subject(const std::vector<std::string>& candidates) {
    const TextSpan span = place_of(problem, places);
    if (written(span) == problem.subject) replace(span, nearest(problem.subject, candidates));
  }

  void unknown_command() {
    const auto link = read_command_destination(document.text, problem.span);
    if (link) replace(link->command, nearest(problem.subject, command_ids(knowledge)));
  }

  // The tokens of a link's arguments that say `subject`.
  template <class Names>
  void replace_argument(const CommandDestination& link, bool key, const std::string& subject, const Names& candidates) {
    for (const ArgumentToken& token : scan_arguments(link.arguments).tokens) {
      if (token.is_key != key || token.text != subject || !token.closed) continue;
      const std::size_t inner = token.quoted ? 1 : 0;
      const TextSpan span = link.span_of(token.begin + inner, token.end - inner);
      for (const std::string& word : nearest(subject, candidates)) {
        out.push_back({"Change to `" + word + "`", {{span, argument_word(word, link.encoded)}}});
      }
      return;
    }
  }

  void bad_arguments() {
    const auto link = read_command_destination(document.text, problem.span);
    if (!link || problem.subject.empty()) return;
    const commands::DeclaredCommand* command = knowledge.commands->find(written(link->command));
    if (command == nullptr) return;
    std::vector<std::string> names;
    for (const commands::ParameterSpec& parameter : command->spec.parameters) names.push_back(parameter.name);
    const auto parameter = std::ranges::find(command->spec.parameters, problem.subject, &commands::ParameterSpec::name);
    if (parameter == command->spec.parameters.end()) return replace_argument(*link, true, problem.subject, names);
    const auto position = static_cast<std::size_t>(parameter - command->spec.parameters.begin());
    const ArgumentText given = scan_arguments(link->arguments);
    for (const ArgumentToken& token : given.tokens) {
      const bool own = given.shape == ArgumentShape::kObject ? token.key == parameter->name : token.position == position;
      if (!token.is_key && own) return replace_argument(*link, false, token.text, parameter->choices);
    }
  }

  void dangling_lesson() {
    if (problem.subject.empty()) return;
    if (const auto link = read_command_destination(document.text, problem.span)) {
      return replace_argument(*link, false, problem.subject, lesson_ids(knowledge));
    }
    // By a path: the file's name.
    const std::size_t at = written(problem.span).find(problem.subject + ".md");
    if (at == std::string_view::npos) return;
    std::vector<std::string> stems;
    for (const lessons::LessonEntry& entry : knowledge.packs.front().lessons) stems.push_back(lessons::file_stem(entry.file));
    replace({problem.span.begin + at, problem.span.begin + at + problem.subject.size()}, nearest(problem.subject, stems));
  }

  void dangling_anchor() {
    if (problem.span.empty()) return;
    if (const auto link = read_command_destination(document.text, problem.span)) {
      const ArgumentText given = scan_arguments(link->arguments);
      const auto lesson = given.tokens.empty() ? std::nullopt : find_lesson(knowledge, given.tokens.front().text);
      if (lesson) replace_argument(*link, false, problem.subject, anchors_of(lesson->entry->lesson));
      return;
    }
    const std::string_view destination = written(problem.span);
    const std::size_t hash = destination.find('#');
    if (hash == std::string_view::npos) return;
    std::vector<std::string> anchors;
    if (hash == 0 && document.lesson != nullptr) anchors = anchors_of(*document.lesson);
    if (hash > 0) {
      const auto lesson = find_lesson(knowledge, lessons::file_stem(destination.substr(0, hash)));
      if (lesson) anchors = anchors_of(lesson->entry->lesson);
    }
    replace({problem.span.begin + hash + 1, problem.span.end}, nearest(problem.subject, anchors));
  }

  // Only an image that is written in the plain way, with nothing between the brackets.
  void missing_alt() {
    constexpr std::string_view before = "![](";
    if (problem.span.begin < before.size()) return;
    const std::size_t begin = problem.span.begin - before.size();
    const std::string words = words_of(problem.subject);
    if (problem.span.empty() || document.text.substr(begin, before.size()) != before || words.empty()) return;
    out.push_back({"Add the text “" + words + "”, from the file's name", {{{begin + 2, begin + 2}, words}}});
  }

  void missing_key() {
    const lessons::Lesson* lesson = document.lesson;
    const std::string title =
        lesson != nullptr && !lesson->headings.empty() ? lesson->headings.front().text : lessons::file_stem(knowledge.file);
    const auto line_of = [&](std::string_view key) -> std::string {
      if (key == "id") return "id: " + lessons::file_stem(knowledge.file) + "\n";
      return key == "title" ? "title: " + yaml_text(title) + "\n" : "blockReason: \n";
    };
    if (problem.subject.empty()) {  // there is no front matter
      const std::size_t mark = document.text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
      out.push_back(
          {"Add front matter with `id` and `title`", {{{mark, mark}, "---\n" + line_of("id") + line_of("title") + "---\n\n"}}});
      return;
    }
    const std::size_t after = document.text.find('\n');
    if (after == std::string_view::npos) return;
    // An empty `id:` would stand twice.
    if (("\n" + std::string(lessons::split_front_matter(document.text).yaml)).contains("\n" + problem.subject + ":")) return;
    out.push_back({"Add `" + problem.subject + "`", {{{after + 1, after + 1}, line_of(problem.subject)}}});
  }

  void duplicate_id() {
    const std::string stem = lessons::file_stem(knowledge.file);
    const auto other = find_lesson(knowledge, stem);
    if (stem == problem.subject || (other && other->entry->file != knowledge.file)) return;
    const lessons::Split split = lessons::split_front_matter(document.text);
    const std::string yaml = "\n" + std::string(split.yaml);
    const std::string line = "\nid: " + problem.subject + "\n";
    const std::size_t at = yaml.find(line);
    if (!split.closed || at == std::string::npos) return;
    const std::size_t begin =
        static_cast<std::size_t>(split.yaml.data() - document.text.data()) + at + std::string_view("id: ").size();
    replace({begin, begin + problem.subject.size()}, {stem});
  }

  void hardware() { replace_subject(strings(lessons::kHardware)); }

  void unknown_key() {
    std::vector<std::string> keys;
    for (const lessons::FrontMatterKey& key : lessons::front_matter_keys()) keys.emplace_back(key.name);
    replace_subject(keys);
  }

  // A block that swallowed another's opening fence is closed before that; one that reaches the end of the text is closed there.
  void fence() {
    const std::string_view line = written(problem.span);
    const std::size_t first = line.find_first_of("`~");
    if (problem.span.empty() || first == std::string_view::npos) return;
    const std::size_t end = std::min(line.find_first_not_of(line[first], first), line.size());
    // In a list or a quote the end isn't that of the text, and the marks would have to be written again.
    const std::string_view prefix = line.substr(0, first);
    const bool plain = prefix.find_first_not_of(" >") == std::string_view::npos;
    const std::string closing = std::string(prefix) + std::string(line.substr(first, end - first)) + "\n";
    if (problem.severity == lessons::Severity::kWarning) {
      if (plain) out.push_back({"Close the code block before this line", {{{problem.span.begin, problem.span.begin}, closing}}});
    } else if (first == 0) {
      const std::size_t last = document.text.size();
      out.push_back(
          {"Close the code block at the end of the file", {{{last, last}, (document.text.ends_with('\n') ? "" : "\n") + closing}}});
    }
  }

  void decoded_wrongly() {
    const auto repaired = lessons::repair_mac_roman(document.text);
    if (repaired) out.push_back({"Restore the characters of the whole file", {{{0, document.text.size()}, repaired->text}}});
  }
};

}  // namespace

std::vector<Fix> fixes_of(const lessons::Problem& problem, const Document& document, const Knowledge& knowledge) {
  Mending mending{problem, document, knowledge, TextPlaces(document.text), {}};
  if (problem.span.end > document.text.size()) return {};
  if (problem.rule == "unknown-command") mending.unknown_command();
  if (problem.rule == "bad-arguments") mending.bad_arguments();
  if (problem.rule == "dangling-lesson") mending.dangling_lesson();
  if (problem.rule == "dangling-anchor") mending.dangling_anchor();
  if (problem.rule == "missing-alt") mending.missing_alt();
  if (problem.rule == "front-matter-missing") mending.missing_key();
  if (problem.rule == "front-matter-key-unknown") mending.unknown_key();
  if (problem.rule == "front-matter-value") mending.replace_subject(strings(lessons::kStatuses));
  if (problem.rule == "hardware-unknown") mending.hardware();
  if (problem.rule == "step-unknown") mending.replace_subject(step_ids(knowledge));
  if (problem.rule == "duplicate-id") mending.duplicate_id();
  if (problem.rule == "swallowed-fence") mending.fence();
  if (problem.rule == "decoded-wrongly") mending.decoded_wrongly();
  return std::move(mending.out);
}

}  // namespace tt::authoring
