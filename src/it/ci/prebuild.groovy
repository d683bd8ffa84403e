import io.github.multiarchmaven.testbed.InvokerRegistry

def registry = InvokerRegistry.start(basedir, context)
def given = new File(basedir, 'test.properties').text
def runner = { name, folder -> new File(basedir, "${name}.properties").text =
        given + "\nit.image=native\nmultiarch.layoutDirectory=target/${folder}\nimage=${registry.host()}/team/native:1.0\n" }
// What one machine has made, the others have not.
runner('runners', 'runner')
runner('publisher', 'publisher')
runner('published', 'published')
true
