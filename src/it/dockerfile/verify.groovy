import static io.github.multiarchmaven.testbed.InvokerRegistry.*
import groovy.json.JsonSlurper
import io.github.multiarchmaven.image.MediaTypes
import io.github.multiarchmaven.testbed.TestbedFolder

def registry = of(context)
try {
    def modules = context.get('modules')
    must(modules.size() >= 2, "examples found: $modules")
    def log = log(basedir)
    mustEqual((modules.size() + 1) * 2, (log =~ /Built \S+ sha256:\w+ with (buildx \(builder default\)|buildah)/).collect { it[1] }.size())
    mustEqual((modules.size() + 1) * 2, (log =~ /Base \S+\/base\/java:17 is pinned to sha256:\w+ by \S+multiarch\.lock/).collect { it }.size())
    mustEqual(2, registry.manifest('team/base', '1.0').children().size())
    // The aggregator, with each of the two engines.
    must(!registry.repository('team/documentation').resolve('1.0').present, 'an aggregator has no image')
    mustSay(basedir, /\[INFO\] \[linux\/arm64\] \d\/\d COPY/)
    for (module in modules) {
        def name = 'team/' + module
        def index = registry.manifest(name, '1.0')
        mustEqual(MediaTypes.OCI_INDEX, index.mediaType())
        mustEqual(['linux/amd64', 'linux/arm64'], index.children().collect { it.platform().get().toString() })
        for (arch in ['amd64', 'arm64']) {
            mustEqual(arch, registry.config(name, '1.0', "linux/$arch").path('architecture').asText())
            mustEqual(registry.child(name, '1.0', "linux/$arch").digest(), registry.manifest(name, "1.0-$arch").digest())
            def files = registry.files(name, '1.0', "linux/$arch")
            must(files.contains('/opt/app/native/library.txt 644'), "the library is in $files")
        }
        def json = new JsonSlurper().parse(new File(basedir, "$module/target/multiarch/image.json"))
        mustEqual(index.digest().toString(), json.digest)
    }
    ['linux/amd64': 'plain', 'linux/arm64': 'graviton'].each { platform, flavour ->
        def files = registry.files('team/' + modules[1], '1.0', platform)
        must(files.contains("/opt/app/${flavour}.txt 644".toString()), "$flavour is in $files")
    }
    mustEqual('payments', registry.config('team/' + modules[1], '1.0', 'linux/arm64').at('/config/Labels/com.example.team').asText())
} finally {
    context.get('kit').close()
    context.get('front').close()
    TestbedFolder.delete(context.get('home'))
    registry.close()
}
true
