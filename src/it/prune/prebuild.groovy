import io.github.multiarchmaven.testbed.InvokerRegistry

InvokerRegistry.start(basedir, context)
// A folder that is no cache.
def properties = new File(basedir, 'test.properties').readLines().findAll { !it.startsWith('multiarch.cacheDirectory') }
new File(basedir, 'sources.properties').text = properties.join('\n') + "\nmultiarch.cacheDirectory=$basedir/src\n"
true
