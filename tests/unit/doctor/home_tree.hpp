// A home folder with programs in it, which goes with its test.
#pragma once

#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

struct HomeTree {
  std::filesystem::path path;
  HomeTree() {
    std::string name = (std::filesystem::temp_directory_path() / "tt-doctor-XXXXXX").string();
    if (!::mkdtemp(name.data())) throw std::runtime_error("mkdtemp " + name);
    path = name;
  }
  ~HomeTree() {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
  }
  HomeTree(const HomeTree&) = delete;
  HomeTree& operator=(const HomeTree&) = delete;

  void write(const std::string& name, std::string_view text, mode_t mode = 0644) const {
    std::filesystem::create_directories((path / name).parent_path());
    std::ofstream(path / name) << text;
    if (::chmod((path / name).c_str(), mode) != 0) throw std::runtime_error("chmod " + name);
  }
  // Would leave a mark if it were ever started.
  void add_program(const std::string& name) const { write(name, "#!/bin/sh\ntouch '" + (path / "STARTED").string() + "'\n", 0755); }
  void link(const std::string& name, const std::string& target) const {
    std::filesystem::create_directories((path / name).parent_path());
    std::filesystem::create_symlink(target, path / name);
  }
  bool was_started() const { return std::filesystem::exists(path / "STARTED"); }
};
