#include "consent.hpp"

#include <fmt/format.h>

#include <string_view>

namespace tt::commands {
namespace {

void put(std::string& key, std::string_view field) { key += fmt::format("{}:{},", field.size(), field); }

}  // namespace

std::string consent_key(const PackInfo& pack, const Invocation& invocation) {
  std::string key = "1;";  // of this layout
  put(key, pack.id);
  put(key, pack.version);
  put(key, invocation.cwd);
  put(key, invocation.device);
  // Counts, so that an element can't pass from one list into the other.
  key += fmt::format("{};", invocation.argv.size());
  for (const std::string& element : invocation.argv) put(key, element);
  key += fmt::format("{};", invocation.environment.size());
  for (const auto& [name, value] : invocation.environment) {
    put(key, name);
    put(key, value);
  }
  return key;
}

}  // namespace tt::commands
