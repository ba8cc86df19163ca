# What `cmake --install` puts where, and how other projects find it.
include(CMakePackageConfigHelpers)

target_compile_features(sillok PUBLIC cxx_std_20)
target_compile_features(sillok_shared PUBLIC cxx_std_20)

install(TARGETS sillok_shared EXPORT sillokTargets
        LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT library NAMELINK_COMPONENT development)
install(TARGETS sillok EXPORT sillokStaticTargets
        ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT development)
install(DIRECTORY common/include/sillok searcher/include/sillok indexer/include/sillok
        DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT development
        FILES_MATCHING PATTERN "*.h")

install(FILES searcher/opensearch_template.json DESTINATION ${CMAKE_INSTALL_DATADIR}/sillok)
install(FILES docs/clusters.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(DIRECTORY docs/systemd DESTINATION ${CMAKE_INSTALL_DOCDIR}/examples)

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/sillok)
foreach(set IN ITEMS sillokTargets sillokStaticTargets)
  install(EXPORT ${set} NAMESPACE sillok:: DESTINATION ${package_dir} COMPONENT development)
endforeach()
configure_package_config_file(cmake/sillokConfig.cmake.in sillokConfig.cmake
                              INSTALL_DESTINATION ${package_dir})
# Before 1.0 a minor release may change the interface.
write_basic_package_version_file(sillokConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/sillokConfig.cmake
              ${CMAKE_CURRENT_BINARY_DIR}/sillokConfigVersion.cmake
        DESTINATION ${package_dir} COMPONENT development)

# The installed directory may be moved, so paths start from where the file lies.
file(RELATIVE_PATH SILLOK_PC_PREFIX /prefix/${CMAKE_INSTALL_LIBDIR}/pkgconfig /prefix)
configure_file(cmake/sillok.pc.in sillok.pc @ONLY)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/sillok.pc
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT development)
