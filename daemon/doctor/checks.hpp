// The single checks, each a function of what it is given, and the few words that they share.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "devices/inventory.hpp"
#include "devices/pci.hpp"
#include "doctor.hpp"

namespace tt::doctor {

// What lies below the input's root, read once.
struct Hardware {
  devices::Inventory inventory;
  std::vector<devices::PciCard> pci_cards;

  bool has_cards() const { return !inventory.devices.empty() || !pci_cards.empty(); }
};

Check check_kernel(const std::filesystem::path& root);
Check check_driver(const Hardware& hardware);
Check check_cards(const Hardware& hardware);
Check check_hugepages(const std::filesystem::path& root, const Hardware& hardware);

Check check_python(const DoctorInput& input);
Check check_git(const DoctorInput& input);
Check check_tt_smi(const DoctorInput& input, const Hardware& hardware);

// `free_bytes`: what this user may still write below the home folder; empty: can't be told.
Check check_disk(std::optional<std::uint64_t> free_bytes);
Check check_tt_metal(const DoctorInput& input);

// "3.10.12" and "2.0.0-rc1" and "6.1": the numbers up to the first thing that isn't one. Nothing without at least two.
using Version3 = std::array<unsigned, 3>;
std::optional<Version3> parse_version(std::string_view text);

// The version in the name of a Python program, "python3.11"; nothing for "python3".
std::optional<Version3> python_version_of_name(std::string_view name);

// A path for people: the home folder as ~, and nothing in it that could deceive them.
std::string shown(const std::filesystem::path& path, const std::filesystem::path& home);

// A setting's path: a leading ~/ is the home folder.
std::filesystem::path expanded(std::string_view setting, const std::filesystem::path& home);

}  // namespace tt::doctor
