# What `cmake --install` puts where, and how other projects find it.
include(CMakePackageConfigHelpers)

set_target_properties(sillok PROPERTIES VERSION ${PROJECT_VERSION} SOVERSION ${PROJECT_VERSION_MAJOR})
target_compile_features(sillok PUBLIC cxx_std_20)

install(TARGETS sillok EXPORT sillokTargets
        LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}
        ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(DIRECTORY common/include/sillok searcher/include/sillok
        DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
        FILES_MATCHING PATTERN "*.h")

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/sillok)
install(EXPORT sillokTargets NAMESPACE sillok:: DESTINATION ${package_dir})
configure_package_config_file(cmake/sillokConfig.cmake.in sillokConfig.cmake
                              INSTALL_DESTINATION ${package_dir})
# Before 1.0 a minor release may change the interface.
write_basic_package_version_file(sillokConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/sillokConfig.cmake
              ${CMAKE_CURRENT_BINARY_DIR}/sillokConfigVersion.cmake
        DESTINATION ${package_dir})

# Whoever links a static libsillok links its dependencies too, so that `pkg-config --libs` has to
# name them; a shared one carries them itself.
get_target_property(library_type sillok TYPE)
if(library_type STREQUAL "STATIC_LIBRARY")
  set(SILLOK_PC_DEPENDENCIES Requires)
else()
  set(SILLOK_PC_DEPENDENCIES Requires.private)
endif()
# The installed directory may be moved, so paths start from where the file lies.
file(RELATIVE_PATH SILLOK_PC_PREFIX /prefix/${CMAKE_INSTALL_LIBDIR}/pkgconfig /prefix)
configure_file(cmake/sillok.pc.in sillok.pc @ONLY)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/sillok.pc
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
