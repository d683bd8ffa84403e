package io.github.multiarchmaven.assemble;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * A Java application as Maven built it.
 *
 * @param classesDirectory compiled classes and resources, Maven's {@code target/classes}; may be absent when the
 *     dependencies hold the main class
 * @param dependencies in class path order
 * @param mode how the application's own classes go in
 * @param packagedJar the application's jar; used in {@link Mode#PACKAGED} only, else may be null
 * @param mainClass null to look for it in the classes directory
 * @param jvmFlags between {@code java} and {@code -cp}
 * @param args the container's arguments; null for none
 * @param entrypoint null or empty for {@code java ... <main class>}; {@link #INHERIT} for the base image's
 * @param appRoot absolute path in the image
 * @param expandClasspath whether the class path names each jar, in order, instead of {@code libs/*}, whose order the Java
 *     runtime takes from the file system
 * @param extraDirectories in order; each makes a layer
 * @param filesModified modification time of all files in the image; null for one second after the epoch
 */
public record JavaApp(
        Path classesDirectory,
        List<Dependency> dependencies,
        Mode mode,
        Path packagedJar,
        String mainClass,
        List<String> jvmFlags,
        List<String> args,
        List<String> entrypoint,
        String appRoot,
        boolean expandClasspath,
        List<ExtraDirectory> extraDirectories,
        Instant filesModified) {

    public static final String DEFAULT_APP_ROOT = "/app";
    /** As the only word of entrypoint or args, as with jib: take the base image's. */
    public static final String INHERIT = "INHERIT";

    /** How the application's own classes go into the image. */
    public enum Mode {
        /** Classes and resources as files in two layers: a changed class changes a small layer. */
        EXPLODED,
        /** The jar as it is. */
        PACKAGED
    }

    public JavaApp {
        Objects.requireNonNull(classesDirectory, "classesDirectory");
        mode = mode == null ? Mode.EXPLODED : mode;
        dependencies = List.copyOf(dependencies);
        jvmFlags = jvmFlags == null ? List.of() : List.copyOf(jvmFlags);
        args = args == null ? null : List.copyOf(args);
        entrypoint = entrypoint == null || entrypoint.isEmpty() ? null : List.copyOf(entrypoint);
        appRoot = appRoot == null || appRoot.isEmpty() ? DEFAULT_APP_ROOT : appRoot;
        extraDirectories = extraDirectories == null ? List.of() : List.copyOf(extraDirectories);
        filesModified = filesModified == null ? LayerFile.DEFAULT_MODIFIED : filesModified;
    }

    /** An exploded application whose main class is looked for, with everything else at its default. */
    public static JavaApp of(Path classesDirectory, List<Dependency> dependencies) {
        return new JavaApp(
                classesDirectory, dependencies, Mode.EXPLODED, null, null, null, null, null, null, false, null, null);
    }
}
