import static io.github.multiarchmaven.testbed.InvokerRegistry.*
import io.github.multiarchmaven.layout.ArchiveLayout

def registry = of(context)
try {
    def host = registry.host()
    mustSay(basedir, /\[INFO\] Loading $host\/team\/app:1\.0 \(linux\/amd64\) into Docker/)
    mustSay(basedir, /\[INFO\] Loaded $host\/team\/app:1\.0 \(linux\/amd64\) into Docker, .* compressed, id sha256:\w+\. Try it: docker run --rm $host\/team\/app:1\.0/)
    mustSay(basedir, /Loaded docker\.io\/library\/app:dev \(linux\/arm64\) into Docker/)
    mustSay(basedir, /Loaded $host\/base\/java:17 \(linux\/amd64\) into Docker/)
    [
        ~/Loading $host\/team\/app:1\.0 for linux\/s390x: it has no image for that platform, only for linux\/amd64, linux\/arm64\./,
        ~/The parameter engine is 'nerdctl'\. Use docker or podman/,
        ~/Loading $host\/team\/app:1\.0: Podman does not answer \(podman info: unable to connect to Podman socket\): start its service/,
        ~/Loading oci:target\/multiarch\/team\+app:1\.0: a container engine needs a name for it\. Give one with -Dmultiarch\.load\.tag=app:dev/,
        ~/The goal load needs the registry, but Maven runs offline/,
        ~/Unknown platform 'amd46'/,
    ].each { mustSay(basedir, /\[ERROR\] .*/ + it.pattern()) }
    mustSay(basedir, /\[INFO\] Skipped: multiarch\.load\.skip is set/)
    // Each tar is whole, base layers too, and a layout under the image's name.
    def tars = basedir.listFiles().findAll { it.name ==~ /loaded-\d+\.tar/ }.sort { it.lastModified() }
    must(tars.size() >= 3, 'tars: ' + tars)
    tars.take(3).eachWithIndex { tar, i ->
        def layout = ArchiveLayout.open(tar.toPath())
        def image = layout.manifest(['1.0', 'dev', '17'][i])
        image.blobs().each { layout.openBlob(it).readAllBytes() }
    }
    // The one that was cut is none.
    tars.drop(3).each { must(!it.getText('ISO-8859-1').contains('oci-layout'), "$it is no image") }
} finally {
    registry.close()
}
true
