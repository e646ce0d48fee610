// The values of a card's attributes, and whether the driver reached them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "sysfs.hpp"

namespace tt::devices {

// Invariant: detached() says whether any attribute so far was there and out of the driver's reach. Values that are missing, no
// number or out of range are nothing.
class AttributeReader {
 public:
  // Below a folder, which may be -1: nothing is there.
  std::optional<std::string> text(int folder, const char* path);
  std::optional<std::uint32_t> number(int folder, const char* path, int base = 10);
  std::optional<std::string> serial(int folder, const char* path);  // in normal form

  // A sensor's value; hwmon counts in thousandths and millionths, `divisor` brings it to units.
  std::optional<double> sensor(int folder, const char* path, double divisor);

  // The same of files that stay open.
  std::optional<std::uint32_t> number(OpenAttribute& attribute, int folder, const char* path);
  std::optional<double> sensor(OpenAttribute& attribute, int folder, const char* path, double divisor);

  bool detached() const { return detached_; }

 private:
  std::optional<std::string> taken(Attribute attribute);

  bool detached_ = false;
};

}  // namespace tt::devices
