import static io.github.multiarchmaven.testbed.InvokerRegistry.*
import groovy.json.JsonSlurper

def registry = of(context)
try {
    def asked = registry.requests()
    def digest = { repository, tag -> registry.manifest(repository, tag).digest() }
    def platforms = { repository, tag -> registry.manifest(repository, tag).children().collect { it.platform().get().toString() } }

    mustEqual(digest('base/java', '17'), digest('container/base/java', '17'))
    mustEqual(registry.child('base/java', '17', 'linux/arm64').digest(), digest('container/base/java', '17-arm64'))

    mustEqual(['linux/amd64', 'linux/arm64'], platforms('container/centos', '7.9.2009'))
    ['7', '7.9'].each { mustEqual(digest('container/centos', '7.9.2009'), digest('container/centos', it)) }
    mustEqual(digest('library/centos', 'centos7.9.2009'), digest('container/centos', '7.9.2009-amd64'))
    mustEqual(registry.child('arm64v8/centos', '7.9.2009', 'linux/arm64').digest(), digest('container/centos', '7.9.2009-arm64'))

    mustEqual(['linux/amd64', 'linux/arm64'], platforms('container/debian', 'bookworm'))
    mustEqual(digest('base/amd64-only', '17'), digest('container/java-amd64', '17'))
    mustEqual(['1.26.0', '1.26.0-arm64', '1.26.1', '1.26.1-arm64'], registry.repository('container/nginx').tags().sort())

    def log = log(basedir)
    def runs = log.split('Building base-images 1.0')
    must(runs[1].contains('6 images: 6 planned'), 'the first run only looks')
    must(runs[2].contains('6 images: 6 promoted'), 'the second does it')
    must(runs[3].contains('6 images: 6 there already'), 'the third has nothing to do')
    mustEqual(['17'], registry.repository('by-hand/base/java').tags())
    mustEqual(['linux/arm64'], platforms('by-hand/base/java', '17'))

    // With the lock file a run with nothing to do looks at the targets alone: each image's own tag, and the last one.
    def last = asked.findAll { it.pathAndQuery().startsWith('/v2/container/') }
    mustEqual(['base/java/manifests/17', 'centos/manifests/7.9', 'centos/manifests/7.9.2009', 'debian/manifests/bookworm',
            'java-amd64/manifests/17', 'nginx/manifests/1.26.0', 'nginx/manifests/1.26.1'],
            last[-7..-1].collect { it.pathAndQuery() - '/v2/container/' }.sort())

    def lock = new JsonSlurper().parse(new File(basedir, 'multiarch.lock'))
    mustEqual(7, lock.images.size())
    mustEqual(['1.26.1', '1.26.0'], lock.selections[0].selected)
    def centos = lock.images.find { it.to.endsWith('container/centos:7.9.2009') }
    mustEqual(digest('container/centos', '7.9.2009').toString(), centos.digest)
    mustEqual([null, 'linux/arm64'], centos.sources.collect { it.platform })
    def json = new JsonSlurper().parse(new File(basedir, 'target/multiarch/promote.json'))
    mustEqual(['promoted'], json.images.collect { it.status })
} finally {
    registry.close()
}
true
