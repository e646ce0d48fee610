// What the kernel knows: its own version, the driver, the cards and the hugepages.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>

#include "base/files.hpp"
#include "base/utf8.hpp"
#include "checks.hpp"
#include "devices/topology.hpp"

namespace tt::doctor {
namespace {

constexpr std::string_view kDriverRemedy =
    "Install the driver from https://github.com/tenstorrent/tt-kmd and load it with: sudo modprobe tenstorrent";

// One line of a kernel file; empty where it can't be read.
std::string read_line(const std::filesystem::path& path) {
  Result<std::string> text = read_file(path, 1 << 16);
  if (!text) return {};
  text->resize(std::min(text->find_first_of("\r\n"), text->size()));
  return utf8::visible(*text);
}

std::string counted(std::size_t count, std::string_view noun) { return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s"); }

// "4 x n300, 1 x unknown"
std::string count_kinds(const std::vector<devices::Device>& cards) {
  std::map<std::string, int> kinds;
  for (const devices::Device& card : cards) ++kinds[card.kind];
  std::string text;
  for (const auto& [kind, count] : kinds) text += fmt::format("{}{} x {}", text.empty() ? "" : ", ", count, kind);
  return text;
}

bool is_mounted(const std::filesystem::path& root, std::string_view place) {
  const Result<std::string> mounts = read_file(root / "proc/mounts", 4 << 20);
  return mounts && mounts->find(fmt::format(" {} hugetlbfs ", place)) != std::string::npos;
}

bool has_iommu(const std::filesystem::path& root) {
  std::error_code error;
  const std::filesystem::path groups = root / "sys/kernel/iommu_groups";
  return std::filesystem::is_directory(groups, error) && !std::filesystem::is_empty(groups, error) && !error;
}

}  // namespace

Check check_kernel(const std::filesystem::path& root) {
  Check check{"kernel", "Kernel", Status::kPass, {}, {}};
  const std::string release = read_line(root / "proc/sys/kernel/osrelease");
  check.detail = release.empty() ? "The kernel's version can't be read." : "Linux " + release;
  if (release.empty()) check.status = Status::kUnknown;
  return check;
}

Check check_driver(const Hardware& hardware) {
  Check check{"driver", "Kernel driver", Status::kPass, {}, {}};
  const std::optional<std::string>& version = hardware.inventory.driver_version;
  if (!version && !hardware.has_cards()) {
    check.detail = "Not loaded; without a card it isn't needed.";
  } else if (!version) {
    check.status = Status::kFail;
    check.detail = "The driver tt-kmd isn't loaded, though this machine has a card.";
    check.remedy = kDriverRemedy;
  } else if (const std::optional<Version3> parsed = parse_version(*version); !parsed) {
    check.status = Status::kUnknown;
    check.detail = fmt::format("tt-kmd is loaded; its version '{}' can't be read as one.", utf8::visible(*version));
  } else if (*parsed < Version3{2, 0, 0}) {
    check.status = Status::kWarn;
    check.detail = fmt::format("tt-kmd {} is loaded; tt-smi 4 and newer need 2.0.0.", *version);
    check.remedy = "Update the driver from https://github.com/tenstorrent/tt-kmd";
  } else {
    check.detail = fmt::format("tt-kmd {}", utf8::visible(*version));
  }
  return check;
}

Check check_cards(const Hardware& hardware) {
  Check check{"cards", "Cards", Status::kPass, {}, {}};
  const std::vector<devices::Device>& cards = hardware.inventory.devices;
  if (!cards.empty()) {
    check.detail = count_kinds(cards);
    const std::string mesh = devices::mesh_device(hardware.inventory);
    if (!mesh.empty()) check.detail += fmt::format("; suggested MESH_DEVICE: {}", mesh);
    const auto away = static_cast<std::size_t>(std::ranges::count(cards, false, &devices::Device::has_node));
    if (away > 0) {
      check.status = Status::kWarn;
      check.detail += fmt::format("; {} without a node in /dev/tenstorrent", counted(away, "card"));
      check.remedy =
          "In a container, pass the device on (--device /dev/tenstorrent). A card that is being reset comes back by itself.";
    }
    return check;
  }
  check.status = Status::kWarn;
  if (hardware.pci_cards.empty()) {
    check.detail = "No card found; lessons, and the practice steps, work without one.";
    check.remedy = "Steps that need a card can wait for a machine that has one.";
    return check;
  }
  check.detail = fmt::format("{} on the PCI bus, but the driver offers none of them.", counted(hardware.pci_cards.size(), "card"));
  check.remedy = kDriverRemedy;
  if (std::ranges::all_of(hardware.pci_cards, [](const auto& card) { return card.architecture == "grayskull"; })) {
    check.detail += " Grayskull cards are no longer supported since driver 2.2.0.";
    check.remedy.clear();
  }
  return check;
}

Check check_hugepages(const std::filesystem::path& root, const Hardware& hardware) {
  Check check{"hugepages", "Hugepages", Status::kPass, {}, {}};
  const std::size_t needed = hardware.inventory.devices.size();
  if (needed == 0) {
    check.detail = "Not needed without a card.";
    return check;
  }
  const std::string text = read_line(root / "sys/kernel/mm/hugepages/hugepages-1048576kB/nr_hugepages");
  std::size_t pages = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), pages);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) {
    check.status = Status::kUnknown;
    check.detail = "The number of 1 GiB hugepages can't be read.";
    return check;
  }
  const bool has_mount = is_mounted(root, "/dev/hugepages-1G");
  check.detail = fmt::format("{} of 1 GiB, {} expected (one per card); /dev/hugepages-1G is {}mounted.", pages, needed,
                             has_mount ? "" : "not ");
  if (pages >= needed && has_mount) return check;
  check.status = pages == 0 || !has_mount ? Status::kFail : Status::kWarn;
  if (check.status == Status::kFail && has_iommu(root)) {
    check.status = Status::kWarn;
    check.detail += " This machine has an IOMMU, with which newer software may do without.";
  }
  check.remedy = "Set them up with tt-system-tools (https://github.com/tenstorrent/tt-system-tools), then restart the machine.";
  return check;
}

}  // namespace tt::doctor
