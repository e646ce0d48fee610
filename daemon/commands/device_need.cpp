#include "device_need.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "base/utf8.hpp"

namespace tt::commands {
namespace {

constexpr std::uint32_t kMostCards = 32;  // of a Galaxy, the largest machine

std::optional<std::uint32_t> number(std::string_view text) {
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

bool is_kind(std::string_view text) {
  return !text.empty() && text.size() <= 32 && text[0] >= 'a' && text[0] <= 'z' && !text.ends_with('-') && text != "none" &&
         text != "any" && text != "card" &&
         std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

}  // namespace

Result<DeviceNeed> parse_device_need(std::string_view text) {
  using What = DeviceNeed::What;
  if (text.empty() || text == "none") return DeviceNeed{};
  if (text == "any") return DeviceNeed{What::kAny, {}, 1, 0};
  if (is_kind(text)) return DeviceNeed{What::kKind, std::string(text), 1, 0};
  const std::size_t blank = text.find(' ');
  if (blank != std::string_view::npos) {
    const std::string_view first = text.substr(0, blank);
    const std::string_view second = text.substr(blank + 1);
    const std::optional<std::uint32_t> count = number(first);
    if (count && *count >= 1 && *count <= kMostCards && is_kind(second)) {
      return DeviceNeed{What::kKind, std::string(second), *count, 0};
    }
    if (const std::optional<std::uint32_t> index = number(second); first == "card" && index) {
      return DeviceNeed{What::kCard, {}, 1, *index};
    }
  }
  return fail(ErrorKind::kInvalidArgument, fmt::format("'{}' names no cards that a job could need.", utf8::visible(text)),
              "Say none, any, a kind such as n300, a number of a kind such as 4 n300, or one card such as card 0.");
}

}  // namespace tt::commands
