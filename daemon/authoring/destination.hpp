// The destination of a command link, `command:ID?ARGUMENTS`, taken apart with the place of each byte.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "text_places.hpp"

namespace tt::authoring {

struct CommandDestination {
  TextSpan command;       // of the id
  std::string arguments;  // percent-decoded
  bool has_arguments = false;
  bool encoded = false;             // the arguments hold percent escapes, so what is put in has to be encoded, too
  std::vector<std::size_t> places;  // where each byte of `arguments` stands in the text, and where they end

  TextSpan span_of(std::size_t begin, std::size_t end) const { return {places[begin], places[end]}; }
};

// Nothing where the span holds no command link. The span must lie within the text.
std::optional<CommandDestination> read_command_destination(std::string_view text, TextSpan span);

// A word as it has to stand within the arguments: within a JSON string, and percent-encoded where the others are, or where it holds
// something that would end the link.
std::string argument_word(std::string_view word, bool encoded);

// Percent-encodes everything but letters, digits and `-._~`.
std::string encode_percent(std::string_view text);

}  // namespace tt::authoring
