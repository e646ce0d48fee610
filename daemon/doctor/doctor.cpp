#include "doctor.hpp"

#include <sys/statvfs.h>

#include "checks.hpp"

namespace tt::doctor {
namespace {

std::optional<std::uint64_t> free_space(const std::filesystem::path& folder) {
  struct statvfs info{};
  if (folder.empty() || ::statvfs(folder.c_str(), &info) != 0) return std::nullopt;
  return std::uint64_t{info.f_bavail} * info.f_frsize;
}

}  // namespace

std::vector<Check> check_machine(const DoctorInput& input) {
  const Hardware hardware{devices::read_inventory(input.root), devices::pci_cards(input.root)};
  std::vector<Check> checks;
  checks.push_back(check_kernel(input.root));
  checks.push_back(check_driver(hardware));
  checks.push_back(check_cards(hardware));
  checks.push_back(check_hugepages(input.root, hardware));
  checks.push_back(check_python(input));
  checks.push_back(check_git(input));
  checks.push_back(check_disk(free_space(input.home)));
  checks.push_back(check_tt_smi(input, hardware));
  checks.push_back(check_tt_metal(input));
  return checks;
}

}  // namespace tt::doctor
