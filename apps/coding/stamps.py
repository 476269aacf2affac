"""What a kept answer is compared by."""

from apps.projects.models import Activity, Project


def stamp_of(project: Project) -> tuple[object, ...]:
    """Another one after every change of the project: the number of the last one, which change it was, and when.

    The number alone would not do: a restored backup counts on from an older one.
    """
    last = Activity.objects.filter(project=project, sequence=project.sequence).values_list("pk", "at").first()
    return (project.sequence, *(map(str, last) if last else ()))
