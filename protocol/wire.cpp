// A scan of the text's structure, then the JSON library.
#include "wire.hpp"

#include <nlohmann/json.hpp>
#include <utility>

namespace tt::protocol {
namespace {

// Where a string that begins after its opening quote ends: behind the closing quote, or at the end of the text.
std::size_t string_end(std::string_view text, std::size_t at) {
  while (at < text.size()) {
    at = text.find_first_of("\"\\", at);
    if (at == std::string_view::npos) return text.size();
    if (text[at] == '"') return at + 1;
    at += 2;  // an escape and what it escapes
  }
  return text.size();
}

// What the text would cost to build; says nothing about whether it is JSON.
Result<void> check_cost(std::string_view text) {
  if (text.size() > kMaxMessageBytes) {
    return fail(tt::ErrorKind::kTooLarge, "Reading a message of " + std::to_string(text.size()) + " bytes: the limit is " +
                                              std::to_string(kMaxMessageBytes) + " bytes.");
  }
  std::size_t depth = 0;
  std::size_t values = 1;
  for (std::size_t at = 0; at < text.size();) {
    switch (text[at++]) {
      case '"': at = string_end(text, at); break;
      case '[':
      case '{':
        ++values;
        if (++depth > kMaxDepth) {
          return fail(tt::ErrorKind::kTooLarge, "Reading a message: at byte " + std::to_string(at) + " it is nested more than " +
                                                    std::to_string(kMaxDepth) + " levels deep.");
        }
        break;
      case ']':
      case '}': depth -= depth > 0 ? 1 : 0; break;
      case ',': ++values; break;
      case '\0':  // the library would take it for the end and ignore the rest
        return fail(tt::ErrorKind::kMalformed,
                    "Reading a message: byte " + std::to_string(at) + " is NUL, which no JSON text holds.");
      default: break;
    }
  }
  if (values > kMaxValues) {
    return fail(tt::ErrorKind::kTooLarge, "Reading a message: it holds more than " + std::to_string(kMaxValues) + " values.");
  }
  return {};
}

}  // namespace

Result<nlohmann::json> parse(std::string_view text) {
  if (auto cheap = check_cost(text); !cheap) return std::unexpected(std::move(cheap.error()));
  try {
    return Result<nlohmann::json>(std::in_place, nlohmann::json::parse(text));
  } catch (const nlohmann::json::parse_error& error) {
    return fail(tt::ErrorKind::kMalformed,
                "Reading a message: byte " + std::to_string(error.byte) + " isn't what JSON allows there.");
  } catch (const nlohmann::json::exception&) {  // a number beyond double
    return fail(tt::ErrorKind::kMalformed, "Reading a message: it holds a number that is out of range.");
  }
}

std::string dump(const nlohmann::json& value) { return value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace); }

}  // namespace tt::protocol
