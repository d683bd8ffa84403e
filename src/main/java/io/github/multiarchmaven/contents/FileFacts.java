package io.github.multiarchmaven.contents;

import io.github.multiarchmaven.packages.InstalledPackage;
import java.util.List;

/** What a file's content says. */
public sealed interface FileFacts {
    /** An ELF file. */
    record Executable(Elf elf) implements FileFacts {}

    /**
     * A jar, war or zip that holds ELF files, itself or in jars within it; or one that names Maven artifacts.
     *
     * @param artifacts from {@code META-INF/maven/.../pom.properties}, {@code groupId:artifactId:version}, of the outer jar only
     * @param natives ELF files at any depth
     */
    record Archive(List<String> artifacts, List<NativeEntry> natives) implements FileFacts {
        public Archive {
            artifacts = List.copyOf(artifacts);
            natives = List.copyOf(natives);
        }
    }

    /** A package database, or a part of one. */
    record Packages(List<InstalledPackage> installed) implements FileFacts {
        public Packages {
            installed = List.copyOf(installed);
        }
    }

    /** A small text that rules read: {@code etc/os-release}, a JDK's {@code release}. */
    record Text(String text) implements FileFacts {}

    /**
     * An ELF file within an archive.
     *
     * @param jar the chain of inner jars, with {@code !/} between them; empty when it is in the outer one:
     *     {@code BOOT-INF/lib/snappy-java-1.1.10.jar}
     * @param path within the innermost jar
     */
    record NativeEntry(String jar, String path, Elf elf) {}
}
