// Any bytes as a lesson's text with a cursor in it: every answer keeps to places of the text, and no fix breaks the UTF-8.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "authoring/completion.hpp"
#include "authoring/fixes.hpp"
#include "authoring/hover.hpp"
#include "authoring/link_rules.hpp"
#include "authoring/outline.hpp"
#include "base/utf8.hpp"
#include "lessons/lint.hpp"
#include "require.hpp"

namespace authoring = tt::authoring;

namespace {

constexpr char kManifest[] =
    "pack: {id: p, title: P, version: 1.0.0}\nlessons: [{file: fuzzed.md, phases: [{id: a, title: A}], "
    "steps: [{id: one, title: One, phase: a}]}]\ncommands:\n  - id: tenstorrent.x\n    title: X\n    kind: job\n"
    "    parameters: [{name: mode, type: string, choices: [fast, slow]}]\n    argv: [/bin/echo]\n";

tt::Result<tt::commands::GivenArguments> read_nothing(const std::string&) { return tt::commands::GivenArguments{}; }

bool lies_in(authoring::TextSpan span, std::string_view text) { return span.begin <= span.end && span.end <= text.size(); }

// A piece of valid text between two places that answers give: it begins and ends between characters.
void require_place(authoring::TextSpan span, std::string_view text) {
  require(lies_in(span, text));
  require(tt::utf8::is_valid(text.substr(0, span.begin)) && tt::utf8::is_valid(text.substr(span.begin, span.end - span.begin)));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const std::size_t cursor = data[0] | (static_cast<std::size_t>(data[1]) << 8);
  // What an editor sends is valid UTF-8.
  const std::string text = tt::utf8::replace_invalid({reinterpret_cast<const char*>(data + 2), size - 2});
  auto lesson = tt::lessons::parse_lesson("fuzzed.md", text);
  if (!lesson) return 0;
  std::vector<tt::commands::Problem> ignored;
  const auto manifest = tt::commands::parse_manifest(kManifest, ignored);
  require(manifest.has_value() && ignored.empty());
  tt::commands::CommandTable commands;
  commands.add(*manifest, "/p");
  const std::vector<tt::lessons::LessonEntry> lessons = {{"fuzzed.md", std::move(*lesson)}};
  const authoring::Knowledge knowledge{"fuzzed.md", {{"/p", lessons}}, &manifest->lessons.front(), &commands};
  const authoring::Document document{text, &lessons.front().lesson};
  const authoring::TextPlaces places(text);

  const authoring::Position position = places.position_of(cursor % (text.size() + 1));
  const auto offset = places.offset_of(position);
  require(offset.has_value() && *offset <= text.size() && places.position_of(*offset) == position);
  for (const authoring::Completion& found : authoring::complete(document, *offset, knowledge)) require_place(found.replaced, text);
  if (const auto reference = authoring::reference_at(document, *offset, knowledge)) {
    require_place(reference->word, text);
    require(tt::utf8::is_valid(authoring::describe(*reference)));
  }
  for (const authoring::DocumentLink& link : authoring::document_links(document, knowledge)) require_place(link.span, text);
  for (const authoring::Symbol& symbol : authoring::outline(document))
    require(lies_in(symbol.section, text) && lies_in(symbol.line, text));

  tt::lessons::LintInput input;
  input.lessons = lessons;
  input.manifest = {{"fuzzed.md", {"one"}, {}}};
  std::vector<tt::lessons::Problem> problems = tt::lessons::lint(input);
  for (auto& problem : authoring::check_links(lessons.front().lesson, knowledge, read_nothing))
    problems.push_back(std::move(problem));
  for (const tt::lessons::Problem& problem : problems) {
    require_place(authoring::place_of(problem, places), text);
    for (const authoring::Fix& fix : authoring::fixes_of(problem, document, knowledge)) {
      for (const authoring::TextEdit& edit : fix.edits) {
        require_place(edit.span, text);
        require(tt::utf8::is_valid(edit.text));
      }
    }
  }
  return 0;
}
