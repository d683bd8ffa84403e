import static io.github.multiarchmaven.testbed.InvokerRegistry.*
import groovy.json.JsonSlurper
import io.github.multiarchmaven.layout.ImageLayout

def registry = of(context)
try {
    def base = ImageLayout.open(new File(basedir, 'base').toPath()).manifest('17')
    for (arch in ['amd64', 'arm64']) {
        def app = registry.child('team/app', '1.0', "linux/$arch")
        must(registry.repository('team/app').hasBlob(app.layers()[0]), 'the base layer came along')
        must(!app.annotations().containsKey('org.opencontainers.image.base.name'), 'no path of this machine in the image')
        must(base.children().any { it.digest().toString() == app.annotations()['org.opencontainers.image.base.digest'] }, 'the base is recorded by digest')

        def files = registry.config('team/files', '1.0', "linux/$arch")
        mustEqual('/hello', files.at('/config/Entrypoint/0').asText())
        mustEqual(arch, files.path('architecture').asText())
    }
    def checked = new JsonSlurper().parse(new File(basedir, 'target/multiarch/check.json')).images
    mustEqual(2, checked.size())
    must(checked[0].image.endsWith('/team/app:1.0') && checked[1].image.endsWith('/team/files:1.0'), 'the results of both executions are kept')
    must(new File(basedir, 'target/repository/com/example/app/1.0/app-1.0-image-files.json').isFile(), 'each image has its own JSON')
} finally {
    registry.close()
}
true
