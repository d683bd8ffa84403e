package io.github.multiarchmaven.mojo;

import io.github.multiarchmaven.assemble.Dependency;
import io.github.multiarchmaven.assemble.ExtraDirectory;
import io.github.multiarchmaven.assemble.JavaApp;
import io.github.multiarchmaven.assemble.JavaApplication;
import io.github.multiarchmaven.assemble.JavaContent;
import io.github.multiarchmaven.assemble.LayerFile;
import io.github.multiarchmaven.image.InvalidInputException;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;

/** What goes into the image: the part of {@code build} that is about a Java application. */
public abstract class AbstractApplicationMojo extends AbstractContainerMojo {
    /**
     * The class with the {@code main} method. Default: the only one among the module's classes.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.mainClass")
    private String mainClass;

    /**
     * Flags for {@code java}, before the class path.
     *
     * @since 0.1.0
     */
    @Parameter
    private List<String> jvmFlags;

    /**
     * {@code exploded}: classes and resources as files, so that a changed class changes a small layer. {@code packaged}: the
     * module's jar (of a Spring Boot fat jar the {@code .original} beside it).
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.containerizingMode", defaultValue = "exploded")
    private String containerizingMode;

    /**
     * Folder of the application in the image.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.appRoot", defaultValue = JavaApp.DEFAULT_APP_ROOT)
    private String appRoot;

    /**
     * Folders whose content goes into the image, each a layer: {@code <from>}, {@code <into>}, {@code <includes>},
     * {@code <excludes>}, {@code <permissions>}.
     *
     * @since 0.1.0
     */
    @Parameter
    private List<ExtraDirectoryConfiguration> extraDirectories;

    /**
     * Modification time of all files in the image: {@code EPOCH} (and one second, as some tools take the epoch itself for no
     * time), or an ISO 8601 time.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.filesModificationTime", defaultValue = FixedTime.EPOCH)
    private String filesModificationTime;

    @Parameter(defaultValue = "${project.build.outputDirectory}", readonly = true, required = true)
    private File classesDirectory;

    protected AbstractApplicationMojo(SettingsDecrypter settingsDecrypter) {
        super(settingsDecrypter);
    }

    /** The layers and command of one platform; what is the same on all platforms comes first. */
    final JavaContent content(ProjectApplication application, PlatformConfiguration platform) {
        List<String> flags = new ArrayList<>(jvmFlags == null ? List.of() : jvmFlags);
        flags.addAll(platform.jvmFlags());
        Path basedir = project().getBasedir().toPath();
        List<ExtraDirectory> directories = new ArrayList<>();
        for (ExtraDirectoryConfiguration each :
                extraDirectories == null ? List.<ExtraDirectoryConfiguration>of() : extraDirectories) {
            directories.add(each.toRecord(basedir));
        }
        platform.extraDirectories().forEach(each -> directories.add(each.toRecord(basedir)));
        Artifact artifact = project().getArtifact();
        List<Dependency> dependencies = new ArrayList<>(application.dependencies());
        platform.dependencies().forEach(each -> dependencies.add(application.resolve(each)));
        return JavaApplication.contentOf(new JavaApp(
                classesDirectory.toPath(),
                dependencies,
                mode(),
                artifact.getFile() == null ? null : artifact.getFile().toPath(),
                mainClass,
                flags,
                args(),
                entrypoint(),
                appRoot,
                false,
                directories,
                FixedTime.parse("filesModificationTime", filesModificationTime, LayerFile.DEFAULT_MODIFIED)));
    }

    private JavaApp.Mode mode() {
        return switch (containerizingMode.toLowerCase(Locale.ROOT)) {
            case "exploded" -> JavaApp.Mode.EXPLODED;
            case "packaged" -> JavaApp.Mode.PACKAGED;
            default ->
                throw new InvalidInputException(
                        "The parameter containerizingMode is '" + containerizingMode + "'. Use exploded or packaged.");
        };
    }
}
