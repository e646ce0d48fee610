#include "attribute_reader.hpp"

#include <limits>

#include "card.hpp"

namespace tt::devices {
namespace {

std::optional<std::uint32_t> to_number(const std::optional<std::string>& digits, int base) {
  const std::optional<std::uint64_t> value = digits ? parse_unsigned(*digits, base) : std::nullopt;
  if (!value || *value > std::numeric_limits<std::uint32_t>::max()) return std::nullopt;
  return static_cast<std::uint32_t>(*value);
}

std::optional<double> to_units(const std::optional<std::string>& digits, double divisor) {
  const std::optional<std::int64_t> value = digits ? parse_signed(*digits) : std::nullopt;
  return value ? std::optional(static_cast<double>(*value) / divisor) : std::nullopt;
}

}  // namespace

std::optional<std::string> AttributeReader::text(int folder, const char* path) {
  return folder < 0 ? std::nullopt : taken(read_attribute(folder, path));
}

std::optional<std::uint32_t> AttributeReader::number(int folder, const char* path, int base) {
  return to_number(text(folder, path), base);
}

std::optional<std::string> AttributeReader::serial(int folder, const char* path) {
  const std::optional<std::string> digits = text(folder, path);
  return digits ? normalise_serial(*digits) : std::nullopt;
}

std::optional<double> AttributeReader::sensor(int folder, const char* path, double divisor) {
  return to_units(text(folder, path), divisor);
}

std::optional<std::uint32_t> AttributeReader::number(OpenAttribute& attribute, int folder, const char* path) {
  return folder < 0 ? std::nullopt : to_number(taken(attribute.read(folder, path)), 10);
}

std::optional<double> AttributeReader::sensor(OpenAttribute& attribute, int folder, const char* path, double divisor) {
  return folder < 0 ? std::nullopt : to_units(taken(attribute.read(folder, path)), divisor);
}

std::optional<std::string> AttributeReader::taken(Attribute attribute) {
  detached_ = detached_ || attribute.detached;
  return std::move(attribute.text);
}

}  // namespace tt::devices
