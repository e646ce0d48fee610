// What the word at a place of a lesson stands for, and where that is.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "knowledge.hpp"
#include "lessons/front_matter_keys.hpp"
#include "text_places.hpp"

namespace tt::authoring {

// At most one of `command`, `entry`, `step`, `key` and `parameter` is there; `heading` is one of `entry`, or of the text itself.
struct Reference {
  TextSpan word;
  const commands::DeclaredCommand* command = nullptr;
  const commands::ParameterSpec* parameter = nullptr;
  const commands::StepSpec* step = nullptr;
  const lessons::FrontMatterKey* key = nullptr;
  std::optional<FoundLesson> lesson;
  const lessons::Heading* heading = nullptr;
};

// Nothing where the word stands for nothing that is known.
std::optional<Reference> reference_at(const Document& document, std::size_t offset, const Knowledge& knowledge);

struct Target {
  std::string path;        // absolute
  std::uint32_t line = 0;  // from 1; 0: the whole file
};

// Where the thing is declared. Nothing for a key and an argument.
std::optional<Target> target_of(const Reference& reference, const Knowledge& knowledge);

struct DocumentLink {
  TextSpan span;
  Target target;
  std::string tooltip;
};

// The links to lessons, headings and pictures whose destination's place is known and whose target is there. Whether a picture is
// there isn't looked at.
std::vector<DocumentLink> document_links(const Document& document, const Knowledge& knowledge);

}  // namespace tt::authoring
