package io.github.multiarchmaven.assemble;

import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.JavaContainerBuilder;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FileEntry;
import com.google.cloud.tools.jib.api.buildplan.LayerObject;
import io.github.multiarchmaven.image.ImageException;
import io.github.multiarchmaven.image.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Splits a Java application into layers as jib's {@link JavaContainerBuilder} does, and by it: dependencies, snapshot
 * dependencies, project dependencies, resources, classes, then one layer for each extra directory. What jib does not have:
 * dependencies of one platform are in a layer of their own after the others, so that platforms share those.
 */
public final class JavaApplication {
    private static final Set<String> UNSUPPORTED = Set.of("war", "ear", "rar", "gwt-app");

    private static final String PLATFORM_LAYER = "platform dependencies";

    private JavaApplication() {}

    /**
     * Refuses what cannot be started with {@code java -cp}.
     *
     * @param packaging of the Maven module
     * @throws InvalidInputException for web and enterprise archives
     */
    public static void refuseUnsupported(String packaging) {
        if (UNSUPPORTED.contains(packaging)) {
            throw new InvalidInputException("Building an image of a module with packaging '" + packaging
                    + "' is not supported. Use packaging 'jar' with an embedded server, or copy the archive into a server's"
                    + " image with a Dockerfile; -Dmultiarch.skip skips the module.");
        }
    }

    /**
     * @throws InvalidInputException when files are missing, a jar cannot be used, or the main class is not clear; the sentence
     *     names the parameter
     */
    public static JavaContent contentOf(JavaApp app) {
        AbsoluteUnixPath appRoot = appRoot(app);
        Path jar = app.mode() == JavaApp.Mode.PACKAGED ? SpringBootJar.plain(app.packagedJar()) : null;
        try {
            JavaFiles layers = javaLayers(app, jar, appRoot);
            List<Layer> all = new ArrayList<>(layers.layers());
            for (ExtraDirectory directory : app.extraDirectories()) {
                all.add(ExtraFiles.layer(directory, app.filesModified()));
            }
            all.removeIf(layer -> layer.files().isEmpty());
            boolean own = app.entrypoint() != null;
            String mainClass = own ? app.mainClass() : MainClass.of(app);
            List<String> entrypoint = own
                    ? inheritable(app.entrypoint())
                    : entrypoint(app, jar != null, appRoot, layers.jarPaths(), mainClass);
            return new JavaContent(all, entrypoint, inheritable(app.args()), mainClass);
        } catch (IOException e) {
            throw new ImageException(
                    false, "Collecting the application's files: " + e + ". Run the phase 'package' first.", e);
        }
    }

    /** @param jarPaths where the dependencies are in the image, in class path order */
    private record JavaFiles(List<Layer> layers, List<String> jarPaths) {}

    private static JavaFiles javaLayers(JavaApp app, Path jar, AbsoluteUnixPath appRoot) throws IOException {
        JavaContainerBuilder builder =
                builder().setAppRoot(appRoot).setModificationTimeProvider((source, destination) -> app.filesModified());
        boolean empty = true;
        if (jar != null) {
            builder.addToClasspath(jar);
            empty = false;
        } else if (Files.isDirectory(app.classesDirectory())) {
            Predicate<Path> isClass = path -> path.getFileName().toString().endsWith(".class");
            builder.addResources(app.classesDirectory(), isClass.negate()).addClasses(app.classesDirectory(), isClass);
            empty = false;
        }
        for (Dependency dependency : app.dependencies()) {
            requireJar(dependency);
            switch (dependency.kind()) {
                case RELEASE, PLATFORM -> builder.addDependencies(dependency.file());
                case SNAPSHOT -> builder.addSnapshotDependencies(dependency.file());
                case PROJECT -> builder.addProjectDependencies(dependency.file());
            }
            empty = false;
        }
        if (empty) {
            throw new InvalidInputException("There is nothing to put into the image: no classes in "
                    + app.classesDirectory() + " and no dependencies. Run the phase 'package' first.");
        }
        List<Layer> layers = new ArrayList<>();
        Set<Path> ofPlatform = app.dependencies().stream()
                .filter(dependency -> dependency.kind() == Dependency.Kind.PLATFORM)
                .map(Dependency::file)
                .collect(Collectors.toSet());
        Map<Path, String> paths = new HashMap<>();
        Set<String> taken = new HashSet<>();
        for (LayerObject layer :
                builder.toContainerBuilder().toContainerBuildPlan().getLayers()) {
            List<LayerFile> files = new ArrayList<>();
            List<LayerFile> platformFiles = new ArrayList<>();
            for (FileEntry entry : ((FileEntriesLayer) layer).getEntries()) {
                LayerFile file = fileOf(entry, taken);
                (ofPlatform.contains(file.source()) ? platformFiles : files).add(file);
                paths.put(file.source(), file.path());
            }
            layers.add(new Layer(layer.getName(), files));
            layers.add(new Layer(PLATFORM_LAYER, platformFiles));
        }
        List<String> jarPaths = app.dependencies().stream()
                .map(dependency -> paths.get(dependency.file()))
                .toList();
        return new JavaFiles(layers, jarPaths);
    }

    /** @param taken paths in use; jib would drop the second of two jars that have the same name and the same size */
    private static LayerFile fileOf(FileEntry entry, Set<String> taken) {
        String path = entry.getExtractionPath().toString();
        String free = path;
        for (int i = 2; !taken.add(free); i++) {
            free = path.replaceFirst("(\\.jar)?$", "-" + i + "$1");
        }
        return new LayerFile(
                entry.getSourceFile(),
                free,
                entry.getPermissions().getPermissionBits(),
                entry.getModificationTime(),
                entry.getOwnership());
    }

    private static List<String> entrypoint(
            JavaApp app, boolean packaged, AbsoluteUnixPath appRoot, List<String> jarPaths, String mainClass) {
        List<String> classpath = new ArrayList<>();
        if (packaged) {
            classpath.add(appRoot.resolve("classpath/*").toString());
        } else {
            classpath.add(appRoot.resolve("resources").toString());
            classpath.add(appRoot.resolve("classes").toString());
        }
        if (app.expandClasspath()) {
            classpath.addAll(jarPaths);
        } else {
            classpath.add(appRoot.resolve("libs/*").toString());
        }
        List<String> entrypoint = new ArrayList<>();
        entrypoint.add("java");
        entrypoint.addAll(app.jvmFlags());
        entrypoint.add("-cp");
        entrypoint.add(String.join(":", classpath));
        entrypoint.add(mainClass);
        return List.copyOf(entrypoint);
    }

    private static List<String> inheritable(List<String> words) {
        return List.of(JavaApp.INHERIT).equals(words) ? null : words;
    }

    private static void requireJar(Dependency dependency) {
        if (Files.isDirectory(dependency.file())) {
            throw new InvalidInputException("The dependency " + dependency.coordinates()
                    + " is not packaged: it is the directory " + dependency.file()
                    + ". Run a phase from 'package' on for the whole build.");
        }
        if (!Files.isRegularFile(dependency.file())) {
            throw new InvalidInputException("The file of the dependency " + dependency.coordinates() + " is not there: "
                    + dependency.file() + ". Resolve the module's dependencies again, with -U.");
        }
    }

    private static AbsoluteUnixPath appRoot(JavaApp app) {
        try {
            return AbsoluteUnixPath.get(app.appRoot());
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException(
                    "The path '" + app.appRoot()
                            + "' in <appRoot> is not absolute. Write it with a leading '/', as it is in the image.",
                    e);
        }
    }

    private static JavaContainerBuilder builder() {
        try {
            // Only the layers are asked of it; the base is never looked at.
            return JavaContainerBuilder.from("scratch");
        } catch (InvalidImageReferenceException e) {
            throw new IllegalStateException("jib knows 'scratch'", e);
        }
    }
}
