# `cpack` makes four Debian packages: the programs, the library, what programs that use it are built
# with, and the Python binding. ./build.sh package configures for /usr first.
find_program(GZIP gzip REQUIRED)
set(debian_changelog ${CMAKE_BINARY_DIR}/packaging/changelog)
configure_file(packaging/changelog.in ${debian_changelog} @ONLY)
add_custom_command(
  OUTPUT ${debian_changelog}.gz
  COMMAND ${GZIP} -9nkf ${debian_changelog}
  DEPENDS ${debian_changelog}
  VERBATIM)
add_custom_target(sillok_changelog ALL DEPENDS ${debian_changelog}.gz)

set(package_of_programs sillok)
set(package_of_library libsillok${PROJECT_VERSION_MAJOR})
set(package_of_development libsillok-dev)
set(package_of_python python3-sillok)
foreach(component IN ITEMS programs library development python)
  install(FILES packaging/copyright CHANGELOG.md DESTINATION share/doc/${package_of_${component}}
          COMPONENT ${component})
  install(FILES ${debian_changelog}.gz DESTINATION share/doc/${package_of_${component}} COMPONENT ${component})
  string(TOUPPER ${component} upper)
  set(CPACK_DEBIAN_${upper}_PACKAGE_NAME ${package_of_${component}})
  set(CPACK_DEBIAN_${upper}_FILE_NAME DEB-DEFAULT)
endforeach()
install(DIRECTORY python/sillok DESTINATION lib/python3/dist-packages COMPONENT python
        FILES_MATCHING PATTERN "*.py" PATTERN "py.typed" PATTERN "__pycache__" EXCLUDE)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME sillok)
set(CPACK_PACKAGE_VENDOR Sillok)
set(CPACK_PACKAGE_CONTACT "Sillok maintainers <maintainers@localhost>")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_COMPONENTS_ALL programs library development python)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_PACKAGE_SECTION utils)
set(CPACK_DEBIAN_LIBRARY_PACKAGE_SECTION libs)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_PYTHON_PACKAGE_SECTION python)
set(CPACK_COMPONENT_PROGRAMS_DESCRIPTION
    "Full-text search for Korean news archives
 Turns dumps of scraped news boards into an index, and finds a keyword in it within milliseconds:
 inside any eojeol, exactly, ranked by relevance and date.")
set(CPACK_COMPONENT_LIBRARY_DESCRIPTION
    "Full-text search for Korean news archives - library
 Searches archives of Korean news and builds them from a program's own records, from C and C++.")
set(CPACK_COMPONENT_DEVELOPMENT_DESCRIPTION
    "Full-text search for Korean news archives - development files
 Headers, the static library and what CMake and pkg-config need.")
set(CPACK_COMPONENT_PYTHON_DESCRIPTION
    "Full-text search for Korean news archives - Python 3 binding
 Searches and builds archives of Korean news from Python.")

set(same_version "${package_of_library} (= ${PROJECT_VERSION})")
set(CPACK_DEBIAN_PROGRAMS_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_LIBRARY_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS
    "${same_version}, libxapian-dev, libicu-dev, libzstd-dev, libxxhash-dev, libdeflate-dev")
set(CPACK_DEBIAN_PYTHON_PACKAGE_DEPENDS "${same_version}, python3 (>= 3.9)")
set(CPACK_DEBIAN_PYTHON_PACKAGE_ARCHITECTURE all)
include(CPack)
