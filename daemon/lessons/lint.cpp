#include "lint.hpp"

#include <algorithm>
#include <map>

namespace tt::lessons {
namespace {

bool has_anchor(const Lesson& lesson, std::string_view anchor) {
  return std::ranges::find(lesson.headings, anchor, &Heading::anchor) != lesson.headings.end();
}

// The checks of one lesson against its pack.
struct LessonLint {
  const LintInput& input;
  const LessonEntry& entry;
  std::vector<Problem> problems;

  void report(std::uint32_t line, std::string rule, std::string message, std::string subject = {}, TextSpan span = {},
              Severity severity = Severity::kError) {
    problems.push_back({entry.file, line, severity, std::move(rule), std::move(message), std::move(subject), span});
  }

  void anchors() {
    for (const AnchorLink& link : entry.lesson.anchor_links) {
      if (!has_anchor(entry.lesson, link.anchor))
        report(link.line, "dangling-anchor", "There is no heading `#" + link.anchor + "`.", link.anchor, link.span);
    }
  }

  void images() {
    for (const Image& image : entry.lesson.images) {
      if (image.alt.empty()) {
        report(image.line, "missing-alt", "The image " + image.path + " has no text for people who can't see it.", image.path,
               image.span, Severity::kWarning);
      }
      if (input.files == nullptr) continue;
      if (const auto size = input.files->size(image.path); !size) {
        report(image.line, "missing-image", "The image " + image.path + " can't be read: " + size.error().message, image.path,
               image.span);
      }
    }
  }

  void steps() {
    const auto facts = std::ranges::find(input.manifest, entry.file, &ManifestFacts::file);
    const std::vector<std::string> known = facts == input.manifest.end() ? std::vector<std::string>() : facts->step_ids;
    for (const CodeBlock& block : entry.lesson.blocks) {
      if (!block.step.empty() && std::ranges::find(known, block.step) == known.end()) {
        report(block.line > 1 ? block.line - 1 : block.line, "step-unknown",
               "The manifest has no step `" + block.step + "` in this lesson.", block.step, block.step_span);
      }
    }
    if (facts == input.manifest.end()) return;
    for (const std::string& anchor : facts->anchors) {
      if (!has_anchor(entry.lesson, anchor))
        report(0, "dangling-anchor", "The manifest points at `#" + anchor + "`, which is no heading here.", anchor);
    }
  }
};

}  // namespace

std::vector<Problem> lint(const LintInput& input) {
  std::vector<Problem> all;
  std::map<std::string, std::string> first_file;  // of each id
  for (const LessonEntry& entry : input.lessons) {
    LessonLint check{input, entry, entry.lesson.problems};
    const std::string& id = entry.lesson.front_matter.id;
    if (const auto [known, added] = first_file.emplace(id, entry.file); !added) {
      check.report(0, "duplicate-id", "The id \"" + id + "\" is " + known->second + "'s already.", id);
    }
    check.anchors();
    check.images();
    check.steps();
    sort_by_line(check.problems);
    std::ranges::move(check.problems, std::back_inserter(all));
  }
  return all;
}

}  // namespace tt::lessons
