#include <charconv>

#include "base/utf8.hpp"
#include "checks.hpp"

namespace tt::doctor {

std::string_view to_string(Status status) {
  switch (status) {
    case Status::kPass: return "pass";
    case Status::kWarn: return "warn";
    case Status::kFail: return "fail";
    case Status::kUnknown: return "unknown";
  }
  return "unknown";
}

std::optional<Version3> parse_version(std::string_view text) {
  Version3 version{};
  std::size_t count = 0;
  while (count < version.size()) {
    const char* end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, version[count]);
    if (error != std::errc{}) break;
    ++count;
    if (rest == end || *rest != '.') break;
    text.remove_prefix(static_cast<std::size_t>(rest - text.data()) + 1);
  }
  if (count < 2) return std::nullopt;
  return version;
}

std::optional<Version3> python_version_of_name(std::string_view name) {
  constexpr std::string_view kStem = "python";
  if (!name.starts_with(kStem)) return std::nullopt;
  return parse_version(name.substr(kStem.size()));
}

std::string shown(const std::filesystem::path& path, const std::filesystem::path& home) {
  const std::string text = path.lexically_normal().string();
  std::string prefix = home.lexically_normal().string();
  while (prefix.size() > 1 && prefix.back() == '/') prefix.pop_back();
  const bool is_below =
      prefix.size() > 1 && text.starts_with(prefix) && (text.size() == prefix.size() || text[prefix.size()] == '/');
  return utf8::visible(is_below ? "~" + text.substr(prefix.size()) : text);
}

std::filesystem::path expanded(std::string_view setting, const std::filesystem::path& home) {
  if (setting == "~") return home;
  if (setting.starts_with("~/") && !home.empty()) return home / setting.substr(2);
  return setting;
}

}  // namespace tt::doctor
